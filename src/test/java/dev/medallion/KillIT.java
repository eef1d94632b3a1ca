package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.generate.Mixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a continuous run of both jobs again and again while files arrive. {@code
 * -Dmedallion.kills=100} does it longer, {@code -Dmedallion.seed=…} draws the same moments again.
 */
class KillIT {
  private static final int KILLS = Integer.getInteger("medallion.kills", 2);
  private static final long SEED = Long.getLong("medallion.seed", System.nanoTime());
  private static final Duration BETWEEN_FILES = Duration.ofMillis(300);

  @TempDir Path folder;

  @Test
  void whatWasPutInIsThereOnceHoweverOftenTheProcessIsKilled() throws Exception {
    System.out.printf("KillIT: %d kills, -Dmedallion.seed=%d%n", KILLS, SEED);
    Trial trial = new Trial(folder);
    Delivery delivery = new Delivery(trial);
    List<Path> places = new ArrayList<>(trial.work());
    places.add(trial.archive());
    RandomKills kills = new RandomKills(trial, places, SEED);
    try (Feeder feeder = new Feeder(BETWEEN_FILES, file -> deliver(delivery, file))) {
      for (int kill = 1; kill <= KILLS; kill++) {
        try (Child child = trial.run("--set", "tracking.lease=5 seconds")) {
          System.out.printf("KillIT: %d: %s%n", kill, kills.kill(child));
        }
      }
      System.out.printf("KillIT: %d files%n", feeder.count());
    }
    try (Child child = trial.run("--set", "tracking.lease=5 seconds", "--available-now")) {
      assertThat(child.exit()).as(child.output()).isZero();
    }
    Proof proof = new Proof(trial, delivery.contents());
    System.out.println("KillIT: " + proof);
    proof.verify();
    delivery.verifyArchive();
    assertThat(proof.runStatuses()).containsKey("ABANDONED").containsEntry("COMPLETED", 2L);
  }

  private static void deliver(Delivery delivery, int file) throws Exception {
    var settings = new Mixture(60, SEED + 1_000_003L * file, 0.05, 0.05, 0);
    delivery.generate("invoices-%05d".formatted(file), settings);
  }
}
