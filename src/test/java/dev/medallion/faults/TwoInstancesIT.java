package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that both believe a job to be theirs. The store is a third one's. */
@Tag("faults")
class TwoInstancesIT {
  private static final int STARTS = 3;
  private static final int ELSEWHERE = 5;
  private static final Map<String, String> UNDISTURBED = Map.of();

  @TempDir Path folder;
  private Server server;
  private Warm warm;

  @BeforeEach
  void start() throws SQLException, IOException {
    server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    warm = new Warm(folder, "bronze", "silver");
    Path file = warm.trial().lake().resolve("_tracking/medallion");
    warm.set("tracking.url", "jdbc:h2:tcp://127.0.0.1:%d/%s".formatted(server.getPort(), file));
    warm.set("tracking.lease", "3 seconds");
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void aHolderThatWakesUpPastItsLeaseWritesNoTrackingRowAndStops() throws Exception {
    List<String> phases = List.of("before-task", "before-sink", "before-rename", "before-tracking");
    int file = 3;
    for (String phase : phases) {
      paused(phase);
      warm.deliver(file++);
      warm.deliver(file++);
    }
    FaultTable.add(
        Fault.PAUSED_PAST_LEASE,
        "SIGSTOP at 4 phases, a second instance takes over and drains, SIGCONT",
        phases.size(),
        warm.verdict());
  }

  private void paused(String phase) throws Exception {
    try (Child first =
        warm.child(Phases.environment(phase + ":1:sleep:2000"), "bronze", "silver")) {
      Phases.await(first);
      Processes.signal("STOP", first.pid());
      try (Child second = warm.child(UNDISTURBED, "--available-now", "bronze", "silver")) {
        assertThat(second.exit()).as(second.output()).isZero();
      }
      List<Map<String, String>> before = rows();
      Processes.signal("CONT", first.pid());
      assertThat(first.exit()).as(first.output()).isEqualTo(ELSEWHERE);
      assertThat(rows()).isEqualTo(before);
    }
    assertThat(warm.found()).as("after %s", phase).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void ofTwoThatStartAtOnceOneRuns() throws Exception {
    int file = 3;
    for (int start = 0; start < STARTS; start++) {
      try (Child one = warm.child(UNDISTURBED, "bronze", "silver");
          Child other = warm.child(UNDISTURBED, "bronze", "silver")) {
        one.until("one to give way", () -> ended(one) || ended(other));
      } catch (AssertionError e) {
        assertThat(e).hasMessageContaining("the process ended before");
      }
      assertThat(warm.verdict()).isEqualTo(Verdict.CLEAN);
      warm.deliver(file++);
      warm.deliver(file++);
    }
    FaultTable.add(
        Fault.TWO_STARTERS, "two processes started together, then killed", STARTS, warm.verdict());
  }

  private static boolean ended(Child child) {
    return child.output().contains("Done. ");
  }

  private List<Map<String, String>> rows() throws SQLException {
    return warm.trial().tracking().rows("SELECT * FROM Task_Metadata ORDER BY task_id");
  }
}
