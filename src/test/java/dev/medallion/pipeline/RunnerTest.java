package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.medallion.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a running job ends when something else than its own source ends it. */
class RunnerTest {
  @TempDir Path folder;
  private Pipeline pipeline;

  @BeforeEach
  void configure() throws IOException {
    Files.createDirectories(folder.resolve("landing"));
    Path conf =
        Files.writeString(
            folder.resolve("x.conf"),
            """
            pipeline = ends
            lake = %1$s/lake
            tracking.lease = 10 minutes
            jobs.held {
              layer = bronze
              source { type = json, path = %1$s/landing, schema = invoices/invoice.ddl }
              sink { type = delta, table = t }
            }
            """
                .formatted(folder));
    LocalSpark.session();
    pipeline = Pipeline.load(conf, Map.of());
  }

  @Test
  void aQueryThatSomebodyElseStopsIsNoSuccess() throws Exception {
    try (Runner runner = Runner.open(pipeline, List.of(), new Quiet())) {
      CompletableFuture<Map<String, Outcome>> end = CompletableFuture.supplyAsync(runner::run);
      running().stop();

      Outcome outcome = end.get(60, TimeUnit.SECONDS).get("held");
      assertThat(outcome.ending()).isEqualTo(Outcome.Ending.FAILED);
      assertThat(outcome.sentence())
          .contains(
              "the stream ended before its time, without an error; its last status was: Stopped");
    }
  }

  @Test
  void aStopThatCannotBeRecordedStillStops() throws Exception {
    try (Runner runner = Runner.open(pipeline, List.of(), new Quiet())) {
      CompletableFuture<Map<String, Outcome>> end = CompletableFuture.supplyAsync(runner::run);
      running();
      loseLease();
      runner.stop();

      assertThat(end.get(60, TimeUnit.SECONDS).get("held").ending())
          .isEqualTo(Outcome.Ending.RUNNING_ELSEWHERE);
    }
  }

  private StreamingQuery running() {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                List.of(LocalSpark.session().streams().active()).stream()
                    .filter(query -> query.status().message().equals("Waiting for data to arrive"))
                    .filter(query -> query.name().equals("held"))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  private void loseLease() throws SQLException {
    String url = "jdbc:h2:file:" + folder + "/lake/_tracking/medallion;AUTO_SERVER=TRUE";
    try (var connection = DriverManager.getConnection(url, "", "")) {
      connection.createStatement().executeUpdate("DELETE FROM Job_Lease");
    }
  }

  /** Says nothing. */
  private static final class Quiet implements BatchListener {
    @Override
    public void batch(BatchReport report) {}

    @Override
    public void say(String job, String message) {}

    @Override
    public void ended(String job, Outcome outcome) {}
  }
}
