package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.medallion.LocalSpark;
import dev.medallion.cli.Lakehouse.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that are asked to stop. */
class StopTest {
  @TempDir Path folder;
  private Sketch sketch;

  @BeforeEach
  void configure() {
    LocalSpark.session();
    sketch =
        new Sketch(folder)
            .conf(
                """
                tracking.lease = 1 second
                stop-grace = 1 second
                jobs.events {
                  layer = bronze
                  source { type = json, path = "%s/in", schema = x.ddl }
                  sql = x.sql
                  sink { type = delta, table = events }
                }
                """)
            .write("x.ddl", "id INT")
            .write(
                "x.sql",
                """
                SELECT id FROM input
                WHERE java_method('java.lang.Thread', 'sleep', 600000L) IS NOT NULL
                """);
  }

  @Test
  void aBatchBeyondTheGraceIsCutOffAndDoneAgain() throws Exception {
    sketch.land("in/a.json", "{\"id\":1}", "{\"id\":2}");
    var run = CompletableFuture.supplyAsync(() -> execute("run"));
    await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> sketch.tasks("events", "t.status").equals(List.of("STARTED")));

    Ended asked = execute("stop");

    assertThat(asked.code()).isZero();
    assertThat(asked.out())
        .matches("events: run 1 was asked to stop: pid \\d+ on \\S+ since \\S+, run \\S+\\R");
    Ended ended = run.get(60, TimeUnit.SECONDS);
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(ended.out())
        .contains("events: was asked to stop, and does so after the batch in hand");
    assertThat(sketch.lakehouse().tracking("SELECT status FROM Job_Metadata"))
        .containsExactly("STOPPED");
    assertThat(
            sketch
                .lakehouse()
                .tracking("SELECT entity, message FROM Metadata_Logs WHERE entity = 'batch 0'"))
        .containsExactly(
            "batch 0 batch 0 was cut off: it was not done 1 second after the job was asked to stop;"
                + " the next run does it again");
    assertThat(execute("stop").out()).isEqualTo("events: does not run" + System.lineSeparator());

    sketch.write("x.sql", "SELECT id FROM input");
    assertThat(sketch.drain().code()).isZero();
    assertThat(sketch.rows("bronze/events", "id")).containsExactly("1", "2");
    assertThat(sketch.tasks("events", "batch_id, attempt_no, t.status"))
        .containsExactly("0 1 FAILED", "0 2 COMPLETED");
  }

  @Test
  void aStoreThatKeepsNoRunsHasNoneToAsk() {
    Ended refused = execute("stop", "--set", "tracking.store=none");

    assertThat(refused.err())
        .isEqualTo(
            "tracking.store = none knows no runs to ask; send their processes SIGTERM."
                + System.lineSeparator());
    assertThat(refused.code()).isEqualTo(2);
  }

  private Ended execute(String command, String... more) {
    var arguments =
        new java.util.ArrayList<>(List.of(command, folder.resolve("x.conf").toString()));
    arguments.addAll(List.of(more));
    return Lakehouse.execute(arguments.toArray(String[]::new));
  }
}
