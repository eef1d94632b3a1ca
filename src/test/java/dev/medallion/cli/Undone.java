package dev.medallion.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Takes back, on disk and in the store, what a process had not done yet that died between a batch's
 * commit in the target and its task row.
 *
 * @param pipeline its name
 * @param job its name
 */
record Undone(Sketch sketch, String pipeline, String job) {

  /** The file that the batch had read lies where it was. */
  void takeBackTheLastBatch(String archived, String landed) {
    try {
      takeBackSparksCommit();
      Files.move(sketch.folder().resolve(archived), sketch.folder().resolve(landed));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    takeBackTheRecord();
  }

  /** Spark runs the batches again from the last one that had input. */
  void takeBackSparksCommit() throws IOException {
    Path checkpoint = sketch.folder().resolve("lake/_checkpoints").resolve(pipeline).resolve(job);
    long last = newest(checkpoint.resolve("commits"));
    delete(checkpoint.resolve("commits"), String.valueOf(last));
    delete(checkpoint.resolve("sources/0"), "settled");
  }

  void takeBackTheRecord() {
    String last = "(SELECT MAX(task_id) FROM Task_Metadata)";
    sketch
        .lakehouse()
        .change(
            "UPDATE Task_Metadata SET status = 'STARTED', end_time = NULL, duration_ms = NULL,"
                + " input_rows = NULL, output_rows = NULL, quarantined_rows = NULL,"
                + " rejected_rows = NULL, skipped_rows = NULL, late_rows = NULL,"
                + " delta_version = NULL WHERE task_id = "
                + last);
    sketch
        .lakehouse()
        .change(
            "UPDATE Job_Metadata SET status = 'RUNNING', end_time = NULL"
                + " WHERE job_id = (SELECT MAX(job_id) FROM Job_Metadata)");
  }

  private static long newest(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .map(Long::valueOf)
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static void delete(Path folder, String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
    Files.deleteIfExists(folder.resolve("." + name + ".crc"));
  }
}
