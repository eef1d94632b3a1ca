package dev.medallion.cli;

import dev.medallion.cli.Lakehouse.Ended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A pipeline that a test writes down, with all its places in one folder. */
record Sketch(Path folder) {
  /** Writes a file beside the configuration; {@code %s} in it is the folder. */
  Sketch write(String name, String text) {
    try {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), text.replace("%s", folder.toString()));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The configuration behind its first two lines, which name the pipeline and the lake. */
  Sketch conf(String text) {
    return write("x.conf", "pipeline = sketch\nlake = \"%s/lake\"\n" + text);
  }

  /** Lands a file; one that lands later is read later. */
  void land(String place, String... lines) {
    write(place, String.join("\n", lines));
    try {
      try (var files = Files.walk(folder.resolve(place).getParent())) {
        Files.setLastModifiedTime(
            folder.resolve(place), FileTime.from(Instant.EPOCH.plusSeconds(files.count())));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Ended drain(String... more) {
    return execute("run", "--available-now", more);
  }

  Ended check() {
    return execute("check", "--set=trigger=available-now");
  }

  private Ended execute(String command, String option, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of(command, folder.resolve("x.conf").toString(), option));
    arguments.addAll(List.of(more));
    return Lakehouse.execute(arguments.toArray(String[]::new));
  }

  Lakehouse lakehouse() {
    return new Lakehouse(folder);
  }

  Dataset<Row> table(String name) {
    return lakehouse().table(name);
  }

  /** The rows of a Delta table, each as its values, in order. */
  List<String> rows(String table, String... columns) {
    return table(table).selectExpr(columns).collectAsList().stream()
        .map(row -> row.mkString(" "))
        .sorted()
        .toList();
  }

  /** Values of the task rows of a job. */
  List<String> tasks(String job, String columns) {
    return lakehouse()
        .tracking(
            "SELECT %s FROM Task_Metadata t JOIN Job_Metadata j ON j.job_id = t.job_id"
                    .formatted(columns)
                + " WHERE j.job_name = '"
                + job
                + "' ORDER BY t.task_id");
  }
}
