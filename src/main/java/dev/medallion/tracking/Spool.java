package dev.medallion.tracking;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;

/**
 * What could not be put on record waits here, in order: a file an entry in a folder of any Hadoop
 * file system, named by a number that grows. A file is there whole or not at all, and goes when its
 * entry is on record. Only numbers are kept in memory.
 */
public final class Spool {
  private static final String NAME = "\\d{20}\\.json";
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .registerModule(
              new SimpleModule()
                  .addSerializer(Instant.class, ToStringSerializer.instance)
                  .addDeserializer(Instant.class, new InstantText()));

  private final Path folder;
  private final FileSystem files;
  private final CheckpointFileManager writer;
  private final int limit;
  private boolean made;
  private int count;
  private long first;
  private long next;

  private Spool(Path folder, FileSystem files, CheckpointFileManager writer, int limit) {
    this.folder = folder;
    this.files = files;
    this.writer = writer;
    this.limit = limit;
  }

  /**
   * The spool of the job that has a checkpoint, beside it.
   *
   * @param limit at most so many entries wait
   * @throws TrackingUnavailable if its folder cannot be read
   */
  public static Spool beside(String checkpoint, Configuration hadoop, int limit) {
    Path folder = folder(checkpoint);
    var writer = CheckpointFileManager.create(folder, hadoop);
    Spool spool = new Spool(folder, files(folder, hadoop), writer, limit);
    spool.look();
    return spool;
  }

  /** What waits beside a checkpoint; empty if nothing does. */
  public static Optional<Waiting> waiting(String checkpoint, Configuration hadoop) {
    Path folder = folder(checkpoint);
    List<FileStatus> waiting = list(files(folder, hadoop), folder);
    return waiting.stream()
        .map(FileStatus::getModificationTime)
        .min(Long::compare)
        .map(oldest -> new Waiting(waiting.size(), Instant.ofEpochMilli(oldest)));
  }

  private static FileSystem files(Path folder, Configuration hadoop) {
    try {
      return folder.getFileSystem(hadoop);
    } catch (IOException e) {
      throw failed(folder, "cannot be read: ", e);
    }
  }

  private static Path folder(String checkpoint) {
    return new Path(checkpoint + ".spool");
  }

  /**
   * An entry and the run that it is of.
   *
   * @param number of its file
   */
  record Item(long number, UUID run, Entry entry) {}

  /** The content of a file. */
  private record Content(@JsonProperty("run") UUID run, @JsonProperty("entry") Entry entry) {}

  synchronized boolean isEmpty() {
    return count == 0;
  }

  synchronized int size() {
    return count;
  }

  /**
   * Adds an entry behind all others.
   *
   * @throws TrackingUnavailable if there is no room, or it cannot be written
   */
  synchronized void add(UUID run, Entry entry) {
    if (count >= limit) {
      throw new TrackingUnavailable(
          "%d tracking entries wait in %s, which is as many as tracking.spool-limit allows"
              .formatted(count, folder));
    }
    try {
      write(JSON.writeValueAsBytes(new Content(run, entry)));
      count++;
    } catch (IOException e) {
      throw failed(folder, "cannot be written: ", e);
    }
  }

  /** The number may have been taken by another process that held the lease before. */
  private void write(byte[] content) throws IOException {
    if (!made) {
      writer.mkdirs(folder);
      made = true;
    }
    while (true) {
      var out = writer.createAtomic(file(next++), false);
      try {
        out.write(content);
        out.hsync();
        out.close();
        return;
      } catch (FileAlreadyExistsException e) {
        out.cancel();
      } catch (IOException | RuntimeException e) {
        out.cancel();
        throw e;
      }
    }
  }

  /** The oldest entry. */
  synchronized Optional<Item> first() {
    while (count > 0) {
      Optional<Item> item = read(first);
      if (item.isPresent()) {
        return item;
      }
      // Gone: another process that held the lease put it on record.
      look();
    }
    return Optional.empty();
  }

  private Optional<Item> read(long number) {
    try (var in = files.open(file(number))) {
      Content content = JSON.readValue(in.readAllBytes(), Content.class);
      return Optional.of(new Item(number, content.run(), content.entry()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed(folder, "has a file that cannot be read, " + file(number).getName() + ": ", e);
    }
  }

  /** Takes out an entry that is on record. */
  synchronized void remove(Item item) {
    try {
      files.delete(file(item.number()), false);
      first = item.number() + 1;
      if (--count == 0) {
        look(); // one that lost the lease may have added its own meanwhile
      }
    } catch (IOException e) {
      throw failed(folder, "cannot be emptied: ", e);
    }
  }

  /** Keeps a copy of an entry where it no longer waits; tells where. */
  synchronized String aside(Item item) {
    Path copy = file(item.number()).suffix(".refused");
    try (var in = files.open(file(item.number()));
        var out = files.create(copy, true)) {
      in.transferTo(out);
      out.hsync();
      return copy.toString();
    } catch (IOException e) {
      throw failed(folder, "cannot be written: ", e);
    }
  }

  /** Sees what other processes did. */
  synchronized void look() {
    List<FileStatus> waiting = list(files, folder);
    count = waiting.size();
    first = numbers(waiting).min().orElse(next);
    next = Math.max(next, numbers(waiting).max().orElse(next - 1) + 1);
  }

  private static LongStream numbers(List<FileStatus> waiting) {
    return waiting.stream()
        .mapToLong(file -> Long.parseLong(file.getPath().getName().substring(0, 20)));
  }

  private static List<FileStatus> list(FileSystem files, Path folder) {
    try {
      return Arrays.stream(files.listStatus(folder))
          .filter(file -> file.getPath().getName().matches(NAME))
          .toList();
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw failed(folder, "cannot be read: ", e);
    }
  }

  private Path file(long number) {
    return new Path(folder, String.format("%020d.json", number));
  }

  private static TrackingUnavailable failed(Path folder, String how, IOException failure) {
    return new TrackingUnavailable(
        "the spool of tracking entries, " + folder + ", " + how + failure.getMessage(), failure);
  }

  /** Its folder. */
  @Override
  public String toString() {
    return folder.toString();
  }

  private static final class InstantText extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantText() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return Instant.parse(json.getText());
    }
  }
}
