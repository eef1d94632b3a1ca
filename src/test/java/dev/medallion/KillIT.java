package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.generate.InvoiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a continuous run of both jobs again and again while files arrive. {@code
 * -Dmedallion.kills=100} does it longer, {@code -Dmedallion.seed=…} draws the same moments again.
 */
class KillIT {
  private static final int KILLS = Integer.getInteger("medallion.kills", 10);
  private static final long SEED = Long.getLong("medallion.seed", System.nanoTime());
  private static final Duration LONGEST_ROUND = Duration.ofSeconds(40);
  private static final int LONGEST_START_MILLIS = 8_000;
  private static final int LONGEST_DELAY_MILLIS = 500;
  private static final Duration BETWEEN_FILES = Duration.ofMillis(300);

  @TempDir Path folder;
  private final Random random = new Random(SEED);

  @Test
  void whatWasPutInIsThereOnceHoweverOftenTheProcessIsKilled() throws Exception {
    System.out.printf("KillIT: %d kills, -Dmedallion.seed=%d%n", KILLS, SEED);
    Trial trial = new Trial(folder);
    Delivery delivery = new Delivery(trial);
    var feeder = Executors.newSingleThreadScheduledExecutor();
    AtomicInteger files = new AtomicInteger();
    Future<?> feeding =
        feeder.scheduleAtFixedRate(
            () -> deliver(delivery, files.incrementAndGet()),
            0,
            BETWEEN_FILES.toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      for (int kill = 1; kill <= KILLS; kill++) {
        try (Child child = trial.run("--set", "tracking.lease=5 seconds")) {
          System.out.printf("KillIT: %d: %s%n", kill, killed(child, trial));
        }
      }
      assertThat(feeding).isNotDone();
    } finally {
      feeder.shutdown();
      assertThat(feeder.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }
    try (Child child = trial.run("--set", "tracking.lease=5 seconds", "--available-now")) {
      assertThat(child.exit()).as(child.output()).isZero();
    }
    Proof proof = new Proof(trial, delivery);
    System.out.printf(
        "KillIT: %d files, %d invoices, %d malformed lines; runs %s, tasks %s%n",
        files.get(),
        delivery.invoices().size(),
        delivery.malformed().size(),
        proof.runStatuses(),
        proof.taskStatuses());
    proof.verify();
    assertThat(proof.runStatuses()).containsKey("ABANDONED").containsEntry("COMPLETED", 2L);
  }

  private static void deliver(Delivery delivery, int file) {
    try {
      var settings = new InvoiceSettings(60, SEED + 1_000_003L * file, 0.05, 0.05, 0);
      delivery.generate("invoices-%05d".formatted(file), settings);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Kills the process some time after it started, or after a file of its work appeared. */
  private String killed(Child child, Trial trial) throws Exception {
    String moment = random.nextInt(5) == 0 ? startUp(child) : work(child, trial);
    child.kill();
    return moment;
  }

  private String startUp(Child child) throws InterruptedException {
    Duration delay = Duration.ofMillis(random.nextInt(LONGEST_START_MILLIS));
    assertThat(child.lives(delay)).as(child.output()).isTrue();
    return delay.toMillis() + " ms after its start";
  }

  private String work(Child child, Trial trial) throws InterruptedException {
    List<Path> places =
        List.of(
            trial.checkpoint("bronze").resolve("offsets"),
            trial.bronze(),
            trial.bronze().resolve("_delta_log"),
            trial.bronzeQuarantine().resolve("_delta_log"),
            trial.checkpoint("bronze").resolve("commits"),
            trial.archive(),
            trial.checkpoint("silver").resolve("offsets"),
            trial.silver(),
            trial.silver().resolve("_delta_log"),
            trial.checkpoint("silver").resolve("commits"));
    Path place = places.get(random.nextInt(places.size()));
    int count = random.nextInt(4) == 0 ? 2 : 1;
    Duration delay =
        Duration.ofMillis(random.nextBoolean() ? 0 : random.nextInt(LONGEST_DELAY_MILLIS));
    String seen = awaitNew(place, count) ? "" : " (which did not come)";
    assertThat(child.lives(delay)).as(child.output()).isTrue();
    return "%d ms after %d new in %s%s"
        .formatted(delay.toMillis(), count, trial.folder().relativize(place), seen);
  }

  private static boolean awaitNew(Path place, int count) {
    Set<Path> before = files(place);
    try {
      Awaitility.await()
          .atMost(LONGEST_ROUND)
          .pollInterval(Duration.ofMillis(2))
          .until(
              () -> {
                Set<Path> now = new HashSet<>(files(place));
                now.removeAll(before);
                return now.size() >= count;
              });
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  /** Hidden files, which are there before their content is, do not count. */
  private static Set<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .collect(Collectors.toSet());
    } catch (IOException | java.io.UncheckedIOException e) {
      return Set.of(); // not there yet, or changed while it was listed
    }
  }
}
