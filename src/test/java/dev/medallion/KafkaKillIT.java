package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.broker.TestBroker;
import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the broker under a continuous run, and the run beside its broker, while messages arrive.
 * {@code -Dmedallion.kills=10} kills the run more often, {@code -Dmedallion.seed=…} draws the same
 * moments again.
 */
@Tag("long")
class KafkaKillIT {
  private static final int KILLS = Integer.getInteger("medallion.kills", 2);
  private static final long SEED = Long.getLong("medallion.seed", System.nanoTime());
  private static final Duration BETWEEN_PORTIONS = Duration.ofMillis(300);
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final TestBroker broker = TestBroker.shared();
  private Messages messages;
  private Trial trial;

  @BeforeEach
  void newTopic() {
    messages = new Messages(broker);
    trial = Trial.ofTopic(folder, broker.bootstrap(), messages.topic());
  }

  @AfterEach
  void leaveTheBrokerRunning() {
    broker.restart();
  }

  @Test
  void aRunOutlivesItsBroker() throws Exception {
    try (Child child = trial.run()) {
      try (Feeder feeder = new Feeder(BETWEEN_PORTIONS, this::send)) {
        child.until("rows in silver", () -> child.rows("silver").written() > 0);
        broker.kill();
        child.until("word of the broker", () -> saysNoAnswer(child));
        broker.restart();
        int before = feeder.count();
        child.until("more messages", () -> feeder.count() > before + 5);
      }
      Contents contents = messages.contents();
      child.until(
          "the last row",
          () ->
              child.rows("bronze").read() == contents.size()
                  && child.rows("silver").written() == contents.lineItems().size());
      broker.kill();
      child.until("word again", () -> wordsOfTheBroker(child).size() == 3);
      endsSoon(child);
      assertThat(wordsOfTheBroker(child))
          .containsExactly(
              noAnswer(), "bronze: " + broker.bootstrap() + " answers again", noAnswer());
    }
    broker.restart();
    Proof proof = verify();
    assertThat(proof.runStatuses()).isEqualTo(Map.of("STOPPED", 2L));
    assertThat(proof.taskStatuses()).containsOnlyKeys("COMPLETED");
  }

  @Test
  void whatTheTopicHoldsIsThereOnceHoweverOftenTheProcessIsKilled() throws Exception {
    System.out.printf("KafkaKillIT: %d kills, -Dmedallion.seed=%d%n", KILLS, SEED);
    RandomKills kills = new RandomKills(trial, trial.work(), SEED);
    try (Feeder feeder = new Feeder(BETWEEN_PORTIONS, this::send)) {
      for (int kill = 1; kill <= KILLS; kill++) {
        try (Child child = trial.run("--set", "tracking.lease=5 seconds")) {
          System.out.printf("KafkaKillIT: %d: %s%n", kill, kills.kill(child));
        }
      }
      System.out.printf("KafkaKillIT: %d portions%n", feeder.count());
    }
    drain("--set", "tracking.lease=5 seconds");
    Proof proof = verify();
    assertThat(proof.runStatuses()).containsKey("ABANDONED").containsEntry("COMPLETED", 2L);
  }

  @Test
  void aRunThatBeginsWithoutABrokerWaitsForIt() throws Exception {
    send(1);
    broker.kill();
    try (Child child = trial.run("--available-now")) {
      child.until("word of the broker", () -> saysNoAnswer(child));
      broker.restart();
      assertThat(child.exit()).as(child.output()).isZero();
    }
    assertThat(verify().runStatuses()).isEqualTo(Map.of("COMPLETED", 2L));
  }

  @Test
  void aBatchThatWaitsForItsBrokerIsCutOffByASignalAndDoneByTheNextRun() throws Exception {
    messages.generate(new Mixture(60_000, SEED, 0.01, 0, 0));
    try (Child child = trial.run("bronze")) {
      child.until("rows of the batch", () -> hasRows(trial.bronze()));
      broker.kill();
      child.until("word of the broker", () -> saysNoAnswer(child));
      assertThat(child.rows("bronze").read()).isZero();
      endsSoon(child);
    }
    broker.restart();
    drain();
    Proof proof = verify();
    assertThat(proof.runStatuses()).isEqualTo(Map.of("STOPPED", 1L, "COMPLETED", 2L));
    assertThat(proof.taskStatuses()).containsEntry("FAILED", 1L);
  }

  private void send(int portion) throws IOException {
    messages.generate(new Mixture(60, SEED + 1_000_003L * portion, 0.05, 0.05, 0));
  }

  private String noAnswer() {
    return "bronze: no answer from %s; waiting up to 300 seconds".formatted(broker.bootstrap());
  }

  private boolean saysNoAnswer(Child child) {
    return wordsOfTheBroker(child).contains(noAnswer());
  }

  private List<String> wordsOfTheBroker(Child child) {
    return child.output().lines().filter(line -> line.contains(broker.bootstrap())).toList();
  }

  private static void endsSoon(Child child) throws InterruptedException {
    Instant signal = Instant.now();
    child.terminate();
    assertThat(child.exit()).as(child.output()).isEqualTo(143);
    assertThat(Duration.between(signal, child.end())).isLessThan(SOON);
  }

  private void drain(String... settings) throws InterruptedException {
    String[] arguments =
        Stream.concat(Stream.of("--available-now"), Stream.of(settings)).toArray(String[]::new);
    try (Child child = trial.run(arguments)) {
      assertThat(child.exit()).as(child.output()).isZero();
    }
  }

  private Proof verify() throws Exception {
    Proof proof = new Proof(trial, messages.contents());
    System.out.println("KafkaKillIT: " + proof);
    proof.verify();
    OffsetChain.verify(proof.successes("bronze"), messages.topic(), broker.ends(messages.topic()));
    return proof;
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
