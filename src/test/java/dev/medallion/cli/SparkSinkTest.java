package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.cli.Lakehouse.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows handed to formats of Spark's own. */
class SparkSinkTest {
  private static final String TASKS =
      "SELECT target, input_rows, output_rows, quarantined_rows FROM Task_Metadata";

  @TempDir Path folder;
  private Lakehouse lakehouse;

  @BeforeEach
  void land() throws IOException {
    lakehouse = new Lakehouse(folder);
    Files.writeString(folder.resolve("sales.ddl"), "id BIGINT");
    lakehouse.land(
        "a.json",
        IntStream.range(0, 100)
            .mapToObj(id -> id % 10 == 9 ? "bad" : "{\"id\":" + id + "}")
            .collect(Collectors.joining("\n")));
  }

  /** The console reads no more rows than it shows. */
  @Test
  void aFormatThatReadsFewRowsChangesNoCount() throws IOException {
    Ended ended = command("run", "format = console, options { numRows = 1 }", "--available-now");

    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(lakehouse.tracking(TASKS)).containsExactly("console 100 90 10");
    assertThat(lakehouse.table("shown/bronze_quarantine").count()).isEqualTo(10);
  }

  @Test
  void aFormatGetsItsOptions() throws IOException {
    String path = folder.resolve("out").toString();
    String sink =
        "format = csv, options { path = \"%s\", header = true, my.password = hidden }"
            .formatted(path);

    Ended ended = command("run", sink, "--available-now");

    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(SparkSession.active().read().option("header", true).csv(path).count()).isEqualTo(90);
    assertThat(lakehouse.tracking(TASKS)).containsExactly("csv at %s 100 90 10".formatted(path));
    assertThat(
            lakehouse.tracking(
                "SELECT name, \"VALUE\" FROM Process_Parameter_Metadata WHERE name LIKE"
                    + " '%.options.my.password'"))
        .containsExactly("jobs.bronze.sink.options.my.password ***");
  }

  @Test
  void whatCannotBeIsRefusedBeforeTheStart() throws IOException {
    assertRefused(
        "format = nope",
        "sink: cannot write these rows: Spark has no format nope; correct the name, or give Spark"
            + " the JAR that has it");
    assertRefused(
        "format = csv, mode = overwrite",
        "output-mode: mode = overwrite would drop the rows of earlier batches; set mode = append in"
            + " the sink");
    assertRefused(
        "format = csv",
        "output-mode: mode = append would add the whole result again with each batch; set mode ="
            + " overwrite in the sink",
        "--set",
        "jobs.bronze.output-mode=complete");
  }

  private void assertRefused(String sink, String sentence, String... more) throws IOException {
    Ended ended = command("check", sink, more);
    assertThat(ended.err()).hasLineCount(1).endsWith(": jobs.bronze." + sentence + "\n");
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
  }

  private Ended command(String name, String sink, String... more) throws IOException {
    Path conf =
        Files.writeString(
            folder.resolve("sales.conf"),
            """
            pipeline = sales
            jobs.bronze {
              layer = shown
              source { type = json, path = landing, schema = sales.ddl }
              sink { type = spark, %s }
            }
            """
                .formatted(sink));
    return lakehouse.command(conf, name, more);
  }
}
