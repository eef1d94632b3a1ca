package dev.medallion.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Which batches a checkpoint knows. */
public final class Progress {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final FileSystem files;

  /**
   * @param folder of any Hadoop file system; it need not exist
   */
  public Progress(String folder, Configuration hadoop) {
    try {
      this.folder = new Path(folder);
      this.files = this.folder.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The identity of its query; empty where there is no checkpoint.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<UUID> query() throws IOException {
    try (var in = files.open(new Path(folder, "metadata"))) {
      String id = JSON.readTree((java.io.InputStream) in).path("id").asText();
      return Optional.of(UUID.fromString(id));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      throw new IOException(e);
    }
  }

  /** The batches that Spark planned and still tells of. */
  public TreeSet<Long> planned() {
    return numbers("offsets");
  }

  /** The batches that Spark noted as done and still tells of. */
  public TreeSet<Long> done() {
    return numbers("commits");
  }

  private TreeSet<Long> numbers(String part) {
    TreeSet<Long> numbers = new TreeSet<>();
    try {
      for (FileStatus file : files.listStatus(new Path(folder, part))) {
        String name = file.getPath().getName();
        if (name.matches("\\d+")) {
          numbers.add(Long.valueOf(name));
        }
      }
    } catch (FileNotFoundException e) {
      return numbers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return numbers;
  }
}
