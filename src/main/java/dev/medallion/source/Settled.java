package dev.medallion.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager;

/**
 * The newest batch whose files are settled: moved to the archive, or held. A process that starts
 * again knows by it that a file which now bears the name of one of them is another one.
 *
 * @param batch its number in its offset
 * @param held names of files in the folder that were read before and changed afterwards
 */
record Settled(@JsonProperty("batch") long batch, @JsonProperty("held") List<String> held) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final Settled NONE = new Settled(0, List.of());

  /** Keeps the newest in a folder of the query's checkpoint that is the source's own. */
  record Record(Path file, CheckpointFileManager files) {
    static Record in(String folder, Configuration hadoop) {
      Path path = new Path(folder);
      CheckpointFileManager files = CheckpointFileManager.create(path, hadoop);
      files.mkdirs(path);
      return new Record(new Path(path, "settled"), files);
    }

    Optional<Settled> read() {
      try (var in = files.open(file)) {
        return Optional.of(JSON.readValue(in.readAllBytes(), Settled.class));
      } catch (FileNotFoundException e) {
        return Optional.empty();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void write(Settled settled) {
      try {
        var out = files.createAtomic(file, true);
        try {
          out.write(JSON.writeValueAsBytes(settled));
          out.close();
        } catch (IOException | RuntimeException e) {
          out.cancel();
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
