package dev.medallion.source;

import dev.medallion.fault.Failpoint;
import dev.medallion.fault.Phase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsAdmissionControl;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.execution.streaming.Offset;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * A landing folder as a Spark stream. Spark's own file stream remembers every file it ever saw,
 * ignores old ones and ones delivered again, and archives a batch only when a later one is planned;
 * here a file in the folder is a file to read, until the batch that read it is committed and it is
 * moved to the archive.
 */
final class LandingStream
    implements OwnFormat.OwnStream, SupportsAdmissionControl, SupportsTriggerAvailableNow {
  private final SparkSession spark;
  private final LandingFolder folder;
  private final LandedRows reader;
  private final int filesPerBatch;
  private final SourceEvents events;

  private Optional<Set<String>> frozen = Optional.empty();
  private boolean looked;
  private Settled.Record record;
  private Settled settled = Settled.NONE;
  private volatile long waiting;

  LandingStream(
      SparkSession spark,
      LandingFolder folder,
      LandedRows reader,
      int filesPerBatch,
      SourceEvents events) {
    this.spark = spark;
    this.folder = folder;
    this.reader = reader;
    this.filesPerBatch = filesPerBatch;
    this.events = events;
  }

  @Override
  public LandingStream keptIn(String checkpoint) {
    record = Settled.Record.in(checkpoint, spark.sessionState().newHadoopConf());
    return this;
  }

  @Override
  public StructType schema() {
    return reader.schema();
  }

  /** Files that were there but not taken when the newest batch was made. */
  long waiting() {
    return waiting;
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    frozen = Optional.of(folder.list().stream().map(LandedFile::name).collect(Collectors.toSet()));
  }

  /** Called only when the batch that ended at {@code start} is in Spark's commit log. */
  @Override
  public org.apache.spark.sql.connector.read.streaming.Offset latestOffset(
      org.apache.spark.sql.connector.read.streaming.Offset start, ReadLimit limit) {
    LandingOffset last = start == null ? LandingOffset.START : LandingOffset.parse(start.json());
    settle(last);
    warnIfMissing();
    List<LandedFile> unread = unread(folder.list());
    List<LandedFile> taken = unread.subList(0, Math.min(filesPerBatch, unread.size()));
    waiting = unread.size() - taken.size();
    return taken.isEmpty() ? start : last.next(taken, settled.held()).serialized();
  }

  /** Once a run, at its beginning: a folder that is not there is often a path mistyped. */
  private void warnIfMissing() {
    if (!looked && !folder.exists()) {
      String message = "the landing folder does not exist; there is nothing to read until it does";
      events.warn(UUID.randomUUID(), folder.uri(), message);
    }
    looked = true;
  }

  private List<LandedFile> unread(List<LandedFile> present) {
    Set<String> names = present.stream().map(LandedFile::name).collect(Collectors.toSet());
    keep(settled.batch(), settled.held().stream().filter(names::contains).toList());
    return present.stream()
        .filter(file -> !settled.held().contains(file.name()))
        .filter(file -> frozen.map(then -> then.contains(file.name())).orElse(true))
        .toList();
  }

  /** Moves what a committed batch has read to the archive; what changed since then is held. */
  private void settle(LandingOffset last) {
    if (settled.batch() == 0) {
      settled = record.read().filter(known -> known.batch() == last.batch()).orElse(settled);
    }
    if (last.batch() == settled.batch()) {
      return;
    }
    List<String> changed = new ArrayList<>(settled.batch() == 0 ? last.held() : settled.held());
    for (LandedFile read : last.files()) {
      switch (folder.recover(read).orElseGet(() -> folder.archive(read))) {
        case CHANGED -> changed.add(refused(read));
        case ARCHIVED_AGAIN -> redelivered(read);
        default -> {}
      }
      Failpoint.at(Phase.BETWEEN_ARCHIVED);
    }
    folder.tidy();
    keep(last.batch(), List.copyOf(changed));
  }

  private void keep(long batch, List<String> held) {
    Settled now = new Settled(batch, held);
    if (!now.equals(settled)) {
      record.write(now);
      settled = now;
    }
  }

  private String refused(LandedFile read) {
    String message =
        "%s changed after it was read at %d bytes; it stays in the landing folder and is not read"
            + " again: deliver what is new in it under another name";
    warn(read, message.formatted(read.name(), read.size()));
    return read.name();
  }

  private void redelivered(LandedFile read) {
    String message =
        "%s was delivered again under a name that the archive already had; it was read as a new"
            + " file and archived beside the first";
    warn(read, message.formatted(read.name()));
  }

  private void warn(LandedFile file, String message) {
    String path = folder.path(file.name()).toString();
    byte[] finding = (path + file + message).getBytes(StandardCharsets.UTF_8);
    events.warn(UUID.nameUUIDFromBytes(finding), path, message);
  }

  /**
   * The rows of a batch. Spark also asks for the last committed batch when it starts again; its
   * files lie in the archive by then and nobody reads these rows. So a missing file fails only when
   * it is read.
   */
  @Override
  public Dataset<Row> getBatch(Option<Offset> start, Offset end) {
    List<Slice> files =
        LandingOffset.parse(end.json()).files().stream()
            .map(file -> Slice.of(folder.path(file.name()).toString(), file.size()))
            .toList();
    return reader.read(spark, files);
  }

  @Override
  public Option<Offset> getOffset() {
    throw new IllegalStateException("Spark asks a source with admission control for latestOffset");
  }

  @Override
  public void stop() {}

  @Override
  public String toString() {
    return folder.toString();
  }
}
