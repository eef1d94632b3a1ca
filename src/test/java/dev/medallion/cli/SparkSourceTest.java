package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spark's own connectors as sources of a job. */
class SparkSourceTest {
  @TempDir Path folder;
  private Lakehouse lakehouse;
  private Path conf;

  @BeforeEach
  void open() {
    lakehouse = new Lakehouse(folder);
    conf = folder.resolve("ticks.conf");
  }

  @Test
  void everyDrainGoesOnWhereTheLastOneEnded() throws IOException {
    source(
        """
        format = rate-micro-batch
        options { rowsPerBatch = 10, numPartitions = 2, startTimestamp = 1700000000000 }
        """);

    assertThat(drain()).isEqualTo("bronze: batch 0, 10 rows in, 9 out, 1 quarantined");
    assertThat(drain()).isEqualTo("bronze: batch 1, 10 rows in, 10 out, 0 quarantined");

    assertThat(lakehouse.table("bronze/ticks").selectExpr("sum(value)", "count(*)").first())
        .hasToString("[186,19]");
    assertThat(
            lakehouse
                .table("bronze/ticks_quarantine")
                .selectExpr("stage", "record", "source")
                .first()
                .mkString(" | "))
        .isEqualTo(
            "expect | {\"timestamp\":\"2023-11-14T22:13:20.000000Z\",\"value\":4} | spark"
                + " rate-micro-batch");
    assertThat(
            lakehouse.tracking(
                "SELECT start_offsets, end_offsets, input_rows, source_lag"
                    + " FROM Task_Metadata ORDER BY task_id"))
        .containsExactly(
            "null {\"offset\":10,\"timestamp\":1700000001000} 10 null",
            "{\"offset\":10,\"timestamp\":1700000001000} {\"offset\":20,\"timestamp\":1700000002000} 10 null");
    assertThat(command("status").out()).containsPattern("0  COMPLETED +10 +9 +1 +\\d+ +\\d+  -\n");
  }

  @Test
  void bareNumbersBecomeOffsetsInJson() throws IOException {
    source("format = rate, options { rowsPerSecond = 100, rampUpTime = 0s }");
    drain(); // It may have nothing yet.
    await().atMost(Duration.ofMinutes(3)).until(() -> drain().startsWith("bronze: batch 1"));

    List<String> offsets =
        lakehouse.tracking("SELECT start_offsets, end_offsets FROM Task_Metadata ORDER BY task_id");
    assertThat(offsets.get(0)).matches("null \\{\"offset\":\\d+}");
    assertThat(offsets.get(1)).matches("\\{\"offset\":\\d+} \\{\"offset\":[1-9]\\d*}");
    assertThat(lakehouse.table("bronze/ticks").count() % 100).isEqualTo(99);
  }

  @Test
  void sqlMayKeepStateOverItsBatches() throws IOException {
    source(
        """
        format = rate-micro-batch
        options { rowsPerBatch = 10, numPartitions = 2, startTimestamp = 1700000000000 }
        """,
        "sql = sums.sql, output-mode = complete, sink.mode = complete");
    Files.writeString(folder.resolve("sums.sql"), "SELECT sum(value) AS total FROM input");

    assertThat(drain()).isEqualTo("bronze: batch 0, 10 rows in, 1 out, 1 quarantined");
    assertThat(drain()).isEqualTo("bronze: batch 1, 10 rows in, 1 out, 0 quarantined");

    assertThat(lakehouse.table("bronze/ticks").collectAsList()).hasToString("[[186]]");
    assertThat(lakehouse.table("bronze/ticks_quarantine").count()).isEqualTo(1);
  }

  @Test
  void mistakesAreToldWithTheirPlace() throws IOException {
    Files.writeString(folder.resolve("hidden.ddl"), "__reasons ARRAY<STRING>");
    Files.writeString(
        conf,
        """
        pipeline = ticks
        jobs {
          a { layer = bronze, sink { type = delta, table = a }
            source { type = spark, format = rat }
          }
          b { layer = bronze, sink { type = delta, table = b }
            source { type = spark }
          }
          c { layer = bronze, sink { type = delta, table = c }
            source { type = spark, format = parquet, schema = hidden.ddl, options { path = x } }
          }
        }
        """);
    assertThat(problems())
        .isEqualTo(
            """
            x.conf: 4: jobs.a.source.format: Spark knows no source 'rat'; is its JAR on the class \
            path?
            x.conf: 7: jobs.b.source.format: is missing; expected a text
            x.conf: 10: jobs.c.source.schema: not a schema in DDL: __reasons: the name is taken, by \
            a column above or by one that every job adds
            """);
    Files.writeString(
        conf,
        """
        pipeline = ticks
        jobs {
          a { layer = bronze, sink { type = delta, table = a }
            source { type = spark, format = socket }
          }
          b { layer = bronze, sink { type = delta, table = b }
            source { type = spark, format = rate, options { rowsPerSecond = "-1" } }
          }
          c { layer = bronze, sink { type = delta, table = c }
            source { type = spark, format = jdbc, options { password = hidden-word } }
          }
        }
        """);
    assertThat(problems())
        .isEqualTo(
            """
            x.conf: 4: jobs.a.source: spark socket cannot be opened: Set a host to read from with \
            option("host", ...).
            x.conf: 7: jobs.b.source: spark rate cannot be opened: Invalid value '-1'. The option \
            'rowsPerSecond' must be positive
            x.conf: 10: jobs.c.source: spark jdbc cannot be opened: Data source jdbc does not \
            support streamed reading.
            """);
  }

  private String problems() {
    Lakehouse.Ended ended = Lakehouse.execute("check", conf.toString());
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    return ended.err().replace(conf.toString(), "x.conf");
  }

  private void source(String options, String... job) throws IOException {
    Files.writeString(
        conf,
        """
        pipeline = ticks
        jobs.bronze {
          layer = bronze
          source { type = spark, %s }
          expect { not-four = "value != 4" }
          %s
          sink { type = delta, table = ticks }
        }
        """
            .formatted(options, String.join("\n", job)));
  }

  /** The first line of a drain, without its rate; nothing if no batch was made. */
  private String drain() {
    Lakehouse.Ended ended = command("run", "--available-now");
    assertThat(ended.err()).isEmpty();
    assertThat(ended.code()).isZero();
    return ended
        .out()
        .replaceAll(", \\d+ rows/s", "")
        .lines()
        .filter(line -> line.startsWith("bronze: batch"))
        .findFirst()
        .orElse("");
  }

  private Lakehouse.Ended command(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of(name, conf.toString()));
    arguments.addAll(List.of("--set", "lake=" + lakehouse.lake()));
    arguments.addAll(List.of(more));
    return Lakehouse.execute(arguments.toArray(String[]::new));
  }
}
