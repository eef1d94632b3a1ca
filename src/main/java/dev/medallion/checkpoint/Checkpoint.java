package dev.medallion.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;

/**
 * What Spark wrote into a query's checkpoint: {@code offsets/N} before batch N, a version line, a
 * line of metadata and a line an input; {@code commits/N} after it.
 */
public final class Checkpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int METADATA = 1;
  private static final int SOURCE = 2;
  private static final String NOTHING = "-";

  private final Path folder;
  private final FileSystem files;
  private final Configuration hadoop;

  /**
   * @param folder of any Hadoop file system; it need not exist
   */
  public Checkpoint(String folder, Configuration hadoop) {
    this.hadoop = hadoop;
    try {
      this.folder = new Path(folder);
      this.files = this.folder.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a batch reads, for each stream in Spark's order.
   *
   * @param starts null for the first batch, and for a stream of which nothing was read before
   * @param ends null for a stream of which nothing was read yet
   * @param watermark of the batch's plan, if it has one
   */
  public record Offsets(List<String> starts, List<String> ends, Optional<Instant> watermark) {
    public String start(int stream) {
      return stream < starts.size() ? starts.get(stream) : null;
    }

    public String end(int stream) {
      return ends.get(stream);
    }

    /** The same for batches that read the same. */
    public UUID fingerprint() {
      String all = ends.size() == 1 ? ends.get(0) : ends.toString();
      return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Whether Spark has given it an identity. */
  public boolean exists() {
    try {
      return files.exists(new Path(folder, "metadata"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The query that it belongs to; empty where Spark has not given it an identity. */
  public Optional<UUID> query() {
    return Inspection.of(new Inspection(folder, files, 0), Inspection::id);
  }

  /**
   * The same for those who must tell a checkpoint without an identity from one that hides it.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<UUID> readQuery() throws IOException {
    return new Inspection(folder, files, 0).readId();
  }

  /**
   * Why it cannot be gone on from; empty for a new one, and for one that a crash has left.
   *
   * @param kept how many of the newest batches Spark keeps
   */
  public Optional<Damage> damage(int kept) {
    return Inspection.of(new Inspection(folder, files, kept), Inspection::damage);
  }

  /** What a planned batch reads. */
  public Offsets offsets(long batch) {
    String[] lines = lines(batch).orElseThrow();
    Optional<String[]> before = batch == 0 ? Optional.empty() : lines(batch - 1);
    return new Offsets(
        before.map(Checkpoint::streams).orElse(List.of()),
        streams(lines),
        watermark(lines[METADATA]));
  }

  /** Whether Spark has noted every batch that it planned as done. */
  public boolean isCommitted() {
    return newestPlanned().map(this::committed).orElse(true);
  }

  /** The number of the newest batch that Spark planned. */
  public Optional<Long> newestPlanned() {
    return planned().descendingSet().stream().findFirst();
  }

  /** The batches that Spark planned and still tells of. */
  public TreeSet<Long> planned() {
    return numbers("offsets");
  }

  /** The batches that Spark noted as done and still tells of. */
  public TreeSet<Long> done() {
    return numbers("commits");
  }

  private TreeSet<Long> numbers(String log) {
    try {
      return Arrays.stream(files.listStatus(new Path(folder, log)))
          .map(batch -> batch.getPath().getName())
          .filter(name -> name.matches("\\d+"))
          .map(Long::valueOf)
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (FileNotFoundException e) {
      return new TreeSet<>();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether Spark has noted the batch as done. */
  public boolean committed(long batch) {
    try {
      return files.exists(new Path(folder, "commits/" + batch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> streams(String[] lines) {
    return Arrays.stream(lines)
        .skip(SOURCE)
        .map(offset -> offset.equals(NOTHING) ? null : offset)
        .collect(Collectors.toList());
  }

  /** A text of ours that was left here. */
  public Optional<String> noted(String name) {
    try (var in = files.open(new Path(folder, name))) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Leaves a text of ours beside Spark's own: it is there whole, or as it was before. */
  public void note(String name, String text) {
    try {
      files.mkdirs(folder);
      var out =
          CheckpointFileManager.create(folder, hadoop).createAtomic(new Path(folder, name), true);
      try {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.close();
      } catch (IOException | RuntimeException e) {
        out.cancel();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String[]> lines(long batch) {
    try (var in = files.open(new Path(folder, "offsets/" + batch))) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Instant> watermark(String metadata) {
    try {
      JsonNode millis = JSON.readTree(metadata).path("batchWatermarkMs");
      return millis.asLong() > 0
          ? Optional.of(Instant.ofEpochMilli(millis.asLong()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its folder. */
  @Override
  public String toString() {
    return folder.toString();
  }
}
