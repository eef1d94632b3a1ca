package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The guards of the tracking rows, taken out like those of {@link GuardsIT}. The store is another
 * process's, behind a proxy.
 */
@Tag("faults")
class StoreGuardsIT {
  private static final int ELSEWHERE = 5;
  private static final int FAILED = 1;
  private static final int BATCHES = 10;
  private static final int ANSWERS = 4;
  private static final Duration MOMENT = Duration.ofMillis(20);
  private static final Pattern ENDING = Pattern.compile("failpoint in-tracking, pass");

  @TempDir Path folder;
  private Server server;
  private TcpProxy proxy;
  private Warm warm;

  @BeforeEach
  void start() throws SQLException, IOException {
    server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    proxy = new TcpProxy(server.getPort());
    warm = new Warm(folder, "bronze").set("jobs.bronze.source.max-files-per-batch", "2");
    Path file = warm.trial().lake().resolve("_tracking/medallion");
    String url = "jdbc:h2:tcp://127.0.0.1:%d/%s;NETWORK_TIMEOUT=3000";
    warm.set("tracking.url", url.formatted(proxy.port(), file));
    warm.set("tracking.connect-timeout", "3 seconds");
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.stop();
  }

  /** With the fence {@link TwoInstancesIT} finds the rows as they were. */
  @Test
  void aHolderWithoutAFenceWritesPastItsLease() throws Exception {
    warm.set("tracking.lease", "3 seconds");
    Mutant mutant = Mutant.without(Guard.FENCE, folder);
    try (Child holder = warm.child(mutant.environment("before-task:1:sleep:2000"), "bronze")) {
      Phases.await(holder);
      Processes.signal("STOP", holder.pid());
      assertThat(warm.drain().code()).isZero();
      List<Map<String, String>> before = tasks();
      Processes.signal("CONT", holder.pid());
      holder.exit();
      mutant.requireLoadedBy(holder);
      assertThat(tasks()).hasSizeGreaterThan(before.size());
    }
    mutant.left(warm.found(), "a task row is written past the lease");
  }

  /** With the lease in its way, the second one gives way in {@link TwoInstancesIT}. */
  @Test
  void aStarterThatTakesTheLeaseOfAnotherThrowsItOut() throws Exception {
    Mutant mutant = Mutant.without(Guard.LEASE, folder);
    try (Child holder = warm.child(Phases.environment("before-sink:1:sleep:170000"), "bronze")) {
      Phases.await(holder);
      try (Child second = drains(mutant, "")) {
        assertThat(second.exit()).as(second.output()).isZero();
        mutant.requireLoadedBy(second);
      }
      assertThat(holder.exit()).as(holder.output()).isEqualTo(ELSEWHERE);
    }
    mutant.left(
        warm.found(), "the second one runs, the first ends with exit 5; the fence keeps the rows");
  }

  /** With the spool {@link DatabaseFaultsIT} finds all on record. */
  @Test
  void whatIsNotSpooledIsMissing() throws Exception {
    Mutant mutant = Mutant.without(Guard.SPOOL, folder);
    try (Child child = drains(mutant, "before-tracking:1:sleep:1000")) {
      Phases.await(child);
      proxy.become(TcpProxy.Mode.REFUSED);
      child.until("the end of the batch", () -> child.output().contains("bronze: batch 0,"));
      proxy.become(TcpProxy.Mode.OPEN);
      assertThat(child.exit()).as(child.output()).isZero();
      mutant.requireLoadedBy(child);
    }
    mutant.left(warm.verdict(), "", Wrong.UNTRUE);
  }

  /** The answer to a commit is among those that are lost. */
  @Test
  void anEntryThatIsPutOnRecordTwiceEndsItsRun() throws Exception {
    warm.set("tracking.on-outage", "fail"); // it waits longer for its store
    warm.set("jobs.bronze.source.max-files-per-batch", "1");
    Mutant mutant = Mutant.without(Guard.EVENT, folder);
    String failpoint = "in-tracking:1+:sleep:700";
    try (Child child = warm.child(Phases.environment(failpoint), "--available-now", "bronze")) {
      loseAnswers(child);
      assertThat(child.exit()).as(child.output()).isZero();
    }
    for (int file = 3; file < 3 + BATCHES; file++) {
      warm.deliver(file);
    }
    try (Child child = drains(mutant, failpoint)) {
      loseAnswers(child);
      assertThat(child.exit()).as(child.output()).isEqualTo(FAILED);
      mutant.requireLoadedBy(child);
    }
    mutant.left(warm.verdict(), "the run ends with exit 1, though its batch is on record");
  }

  private Child drains(Mutant mutant, String failpoint) {
    return warm.child(mutant.environment(failpoint), "--available-now", "bronze");
  }

  /**
   * Each time it passes the end of a batch, one of the next answers; which one is the commit's
   * cannot be told, since the pool makes connections meanwhile.
   */
  private void loseAnswers(Child child) throws InterruptedException {
    long passes = 0;
    while (child.lives(MOMENT)) {
      if (ENDING.matcher(child.output()).results().count() > passes) {
        proxy.loseAnswer(1 + passes++ % ANSWERS);
      }
    }
    proxy.loseAnswer(-1);
  }

  private List<Map<String, String>> tasks() throws SQLException {
    return warm.trial().tracking().rows("SELECT * FROM Task_Metadata ORDER BY task_id");
  }
}
