package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one pipeline: each job in its own, and one too many. */
class SecondInstanceIT {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final DateTimeFormatter SQL_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSS][.SS][.S]");

  @TempDir Path folder;

  @Test
  void oneJobRunsOnceAndTwoJobsRunApartWhileFilesArrive() throws Exception {
    Trial trial = new Trial(folder);
    Delivery delivery = new Delivery(trial);
    deliver(delivery, 1);
    Instant refused;
    try (Child bronze = trial.run("bronze")) {
      bronze.until("a first batch", () -> bronze.rows("bronze").read() > 0);
      try (Child silver = trial.run("silver")) {
        try (Child second = trial.run("bronze")) {
          assertThat(second.exit()).as(second.output()).isEqualTo(5);
          assertThat(second.output())
              .containsPattern(
                  "bronze running elsewhere: job invoices/bronze is already running: pid %d on %s"
                          .formatted(bronze.pid(), InetAddress.getLocalHost().getHostName())
                      + " since \\S+, run [0-9a-f-]{36}, lease until \\S+")
              .contains("Done. jobs=1 ok=0 failed=1 ");
          refused = second.end();
        }
        deliver(delivery, 2);
        silver.until("the second file", () -> has(silver, bronze, delivery));
        deliver(delivery, 3);
        silver.until("the third file", () -> has(silver, bronze, delivery));
        bronze.terminate();
        silver.terminate();
        assertThat(bronze.exit()).as(bronze.output()).isEqualTo(143);
        assertThat(silver.exit()).as(silver.output()).isEqualTo(143);
      }
    }
    new Proof(trial, delivery.contents()).verify();
    delivery.verifyArchive();
    List<Map<String, String>> runs =
        trial
            .tracking()
            .rows("SELECT job_name, status, start_time FROM Job_Metadata ORDER BY job_id");
    assertThat(runs)
        .extracting(run -> run.get("job_name") + " " + run.get("status"))
        .containsExactly("bronze STOPPED", "silver STOPPED");
    // Both began to ask for their leases at about the same time.
    Instant asked =
        LocalDateTime.parse(runs.get(1).get("start_time"), SQL_TIME).toInstant(ZoneOffset.UTC);
    assertThat(Duration.between(asked, refused)).isLessThan(LEASE.dividedBy(3).plusSeconds(8));
  }

  private static boolean has(Child silver, Child bronze, Delivery delivery) {
    return bronze.rows("bronze").written() == delivery.contents().invoices().size()
        && silver.rows("silver").written() == delivery.contents().lineItems().size();
  }

  /** The real files where there are any. */
  private static void deliver(Delivery delivery, int number) throws IOException {
    Optional<String> real = Optional.ofNullable(System.getenv("INVOICES_DIR"));
    if (real.isPresent()) {
      delivery.deliver(Path.of(real.get(), "invoices-" + number + ".json"));
    } else {
      delivery.generate("invoices-" + number, Mixture.clean(500, number));
    }
  }
}
