package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.medallion.Child;
import dev.medallion.Feeder;
import dev.medallion.LocalSpark;
import dev.medallion.Messages;
import dev.medallion.Trial;
import dev.medallion.broker.TestBroker;
import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a broker does to a run that reads from it while messages arrive. */
@Tag("faults")
class BrokerFaultsIT {
  private static final int ROUNDS = 3;
  private static final Duration BETWEEN_PORTIONS = Duration.ofMillis(300);

  @TempDir Path folder;
  private TestBroker broker;
  private Messages messages;
  private Trial trial;

  @BeforeEach
  void newTopic() {
    assumeTrue(System.getenv("TEST_KAFKA_BOOTSTRAP_SERVERS") == null, "the broker is another's");
    broker = TestBroker.shared();
    messages = new Messages(broker);
    trial = Trial.ofTopic(folder, broker.bootstrap(), messages.topic());
  }

  @AfterEach
  void leaveTheBrokerRunning() {
    broker.restart();
  }

  @Test
  void aBrokerThatIsKilled() throws Exception {
    disturb(
        Fault.BROKER_KILLED,
        "SIGKILL under a run that goes on, then a start on its data",
        () -> {
          broker.kill();
          broker.restart();
        });
  }

  @Test
  void aBrokerThatIsPaused() throws Exception {
    disturb(
        Fault.BROKER_PAUSED,
        "SIGSTOP for 5 seconds under a run that goes on, then SIGCONT",
        () -> {
          signal("STOP");
          LockSupport.parkNanos(Duration.ofSeconds(5).toNanos());
          signal("CONT");
        });
  }

  private interface Disturbance {
    void make() throws Exception;
  }

  private void disturb(Fault fault, String how, Disturbance disturbance) throws Exception {
    try (Child child = trial.run();
        Feeder feeder = new Feeder(BETWEEN_PORTIONS, this::send)) {
      for (int round = 0; round < ROUNDS; round++) {
        long before = child.rows("silver").written();
        child.until("more rows in silver", () -> child.rows("silver").written() > before);
        disturbance.make();
      }
    }
    try (Child child = trial.run("--available-now")) {
      assertThat(child.exit()).as(child.output()).isZero();
    }
    Verdict verdict =
        new Verifier(trial, messages.contents(), true, LocalSpark.session()).verdict();
    FaultTable.add(fault, how, ROUNDS, verdict);
    assertThat(verdict).isEqualTo(Verdict.CLEAN);
  }

  private void send(int portion) throws IOException {
    messages.generate(new Mixture(30, FaultTable.SEED + 1_000_003L * portion, 0.05, 0.05, 0));
  }

  private static void signal(String name) throws Exception {
    ProcessHandle process =
        Processes.find(ProcessHandle.current().children(), "BrokerMain").orElseThrow();
    Processes.signal(name, process.pid());
  }
}
