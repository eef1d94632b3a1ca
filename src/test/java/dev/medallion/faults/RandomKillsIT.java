package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.Child;
import dev.medallion.Delivery;
import dev.medallion.Feeder;
import dev.medallion.LocalSpark;
import dev.medallion.RandomKills;
import dev.medallion.Trial;
import dev.medallion.generate.Mixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a continuous run of bronze, silver and gold again and again while files arrive; {@code
 * -Dmedallion.faults.kills=200} does it longer.
 */
@Tag("faults")
class RandomKillsIT {
  private static final int KILLS = Integer.getInteger("medallion.faults.kills", 50);
  private static final int PORTION = 25;
  private static final Duration BETWEEN_FILES = Duration.ofSeconds(3);
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(10);
  private static final List<String> RUN =
      List.of(
          "bronze",
          "silver",
          "store-sales",
          "customer-rewards",
          // No process lives long enough for classes of its own to pay.
          "--set",
          "spark.spark.sql.codegen.wholeStage=false",
          "--set",
          "spark.spark.sql.codegen.factoryMode=NO_CODEGEN");

  @TempDir Path folder;
  private Trial trial;
  private Delivery delivery;
  private int files;

  @Test
  void nothingIsLostOrDoubledHoweverOftenTheProcessIsKilled() throws Exception {
    System.out.printf("RandomKillsIT: %d kills, -Dmedallion.seed=%d%n", KILLS, FaultTable.SEED);
    trial = new Trial(folder);
    delivery = new Delivery(trial);
    RandomKills kills = new RandomKills(trial, places(trial), FaultTable.SEED);
    for (int kill = 0; kill < KILLS; kill += PORTION) {
      int last = Math.min(kill + PORTION, KILLS);
      kill(kills, kill, last);
      settle(last);
    }
  }

  private void kill(RandomKills kills, int first, int last) throws Exception {
    int before = files;
    try (Feeder feeder = new Feeder(BETWEEN_FILES, file -> deliver(before + file))) {
      for (int kill = first + 1; kill <= last; kill++) {
        try (Child child = run()) {
          System.out.printf("RandomKillsIT: %d: %s%n", kill, kills.kill(child));
        }
      }
    }
    System.out.printf("RandomKillsIT: %d files%n", files);
  }

  /** What came of all kills so far. */
  private void settle(int kills) throws Exception {
    try (Child child = run("--available-now")) {
      assertThat(child.exit(LONGEST_DRAIN)).as(child.output()).isZero();
    }
    try (Child proof = trial.start(Map.of(), "reconcile", "conf/invoices.conf")) {
      assertThat(proof.exit()).as(proof.output()).isZero();
    }
    Verdict verdict =
        new Verifier(trial, delivery.contents(), true, LocalSpark.session()).verdict();
    FaultTable.add(
        Fault.RANDOM_KILLS,
        "SIGKILL while bronze, silver and gold run; after each %d of them `reconcile` agrees"
            .formatted(PORTION),
        kills,
        verdict);
    assertThat(verdict).isEqualTo(Verdict.CLEAN);
  }

  private Child run(String... more) {
    List<String> arguments = new ArrayList<>(RUN);
    arguments.addAll(List.of(more));
    return trial.run(arguments.toArray(String[]::new));
  }

  private static List<Path> places(Trial trial) {
    List<Path> places = new ArrayList<>(trial.work());
    places.add(trial.archive());
    for (String gold : List.of("store-sales", "customer-rewards")) {
      places.add(trial.checkpoint(gold).resolve("offsets"));
      places.add(trial.lake().resolve("gold/" + gold.replace('-', '_') + "/_delta_log"));
      places.add(trial.checkpoint(gold).resolve("commits"));
    }
    return places;
  }

  private void deliver(int file) throws Exception {
    var settings = new Mixture(30, FaultTable.SEED + 1_000_003L * file, 0.05, 0.05, 0);
    delivery.generate("invoices-%05d".formatted(file), settings);
    files = file;
  }
}
