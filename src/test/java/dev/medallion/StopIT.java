package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a signal does to a continuous run. */
class StopIT {
  private static final Duration SOON = Duration.ofSeconds(40);

  private static final String IN_HAND =
      "SELECT task_id FROM Task_Metadata WHERE batch_id = 2 AND target LIKE '%bronze%'";

  @TempDir Path folder;

  @Test
  void aTerminatedRunFinishesTheBatchInHandAndARestartAddsNothingDouble() throws Exception {
    Trial trial = new Trial(folder);
    Delivery delivery = new Delivery(trial);
    delivery.generate("first", new Mixture(2_000, 7, 0.05, 0.05, 0));
    try (Child child = trial.run()) {
      child.until("rows of the first batch", () -> hasRows(trial.bronze()));
      Instant signal = Instant.now();
      child.terminate();
      assertThat(child.exit()).as(child.output()).isEqualTo(143);
      assertThat(Duration.between(signal, child.end())).isLessThan(SOON);
      assertThat(child.rows("bronze").read()).isEqualTo(2_000);
    }
    assertThat(trial.checkpoint("bronze").resolve("commits/0")).exists();
    assertThat(trial.tracking().rows("SELECT job_name, status FROM Job_Metadata ORDER BY job_name"))
        .containsExactly(
            Map.of("job_name", "bronze", "status", "STOPPED"),
            Map.of("job_name", "silver", "status", "STOPPED"));
    assertThat(
            trial
                .tracking()
                .rows("SELECT batch_id, status FROM Task_Metadata WHERE target LIKE '%bronze%'"))
        .isEqualTo(List.of(Map.of("batch_id", "0", "status", "COMPLETED")));

    delivery.generate("second", new Mixture(100, 8, 0.05, 0.05, 0));
    try (Child child = trial.run("--set", "tracking.lease=3 seconds")) {
      child.until("a second batch", () -> child.rows("silver").read() > 0);
      stop(trial);
      assertThat(child.exit()).as(child.output()).isZero();
      assertThat(child.rows("bronze").read()).isEqualTo(100);
    }
    delivery.generate("third", new Mixture(50, 9, 0.05, 0.05, 0));
    endAtOnce(trial);
    try (Child child = trial.run("--available-now")) {
      assertThat(child.exit()).as(child.output()).isZero();
      assertThat(child.rows("bronze").read()).isEqualTo(50);
      assertThat(child.output()).doesNotContain("SLF4J");
    }
    Proof proof = new Proof(trial, delivery.contents());
    proof.verify();
    delivery.verifyArchive();
    assertThat(proof.runStatuses())
        .isEqualTo(Map.of("STOPPED", 4L, "ABANDONED", 1L, "COMPLETED", 2L));
  }

  private static void stop(Trial trial) throws InterruptedException {
    try (Child stop = trial.start(Map.of(), "stop", "conf/invoices.conf", "silver", "bronze")) {
      assertThat(stop.exit()).as(stop.output()).isZero();
      assertThat(stop.output().lines())
          .anyMatch(line -> line.matches("silver: run [34] was asked to stop: pid .*"))
          .anyMatch(line -> line.matches("bronze: run [34] was asked to stop: pid .*"));
    }
  }

  /** A second signal, in the middle of a batch that takes hours. */
  private void endAtOnce(Trial trial) throws Exception {
    Files.writeString(
        folder.resolve("slow.sql"),
        """
        SELECT input.* FROM input
        WHERE java_method('java.lang.Thread', 'sleep', 600000L) IS NOT NULL
        """);
    Path conf = Files.copy(Path.of("conf/invoices.conf"), folder.resolve("invoices.conf"));
    try (Child child =
        trial.start(
            Map.of(), "run", conf.toString(), "bronze", "--set", "jobs.bronze.sql=slow.sql")) {
      Path planned = trial.checkpoint("bronze").resolve("offsets/2");
      child.until("its plan, and with it the store open", () -> Files.exists(planned));
      child.until("a batch", () -> !trial.tracking().rows(IN_HAND).isEmpty());
      child.terminate();
      child.until("the first signal", () -> lastStatus(trial).equals("STOPPING"));
      Instant second = Instant.now();
      child.terminate();
      assertThat(child.exit()).as(child.output()).isEqualTo(143);
      assertThat(Duration.between(second, child.end())).isLessThan(Duration.ofSeconds(5));
    }
  }

  private static String lastStatus(Trial trial) throws SQLException {
    return trial
        .tracking()
        .rows("SELECT status FROM Job_Metadata ORDER BY job_id DESC LIMIT 1")
        .get(0)
        .get("status");
  }

  private static boolean hasRows(Path table) throws IOException {
    if (!Files.isDirectory(table)) {
      return false;
    }
    try (Stream<Path> files = Files.list(table)) {
      return files.anyMatch(file -> file.getFileName().toString().startsWith("part-"));
    }
  }
}
