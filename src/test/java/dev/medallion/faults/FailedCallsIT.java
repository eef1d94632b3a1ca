package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.fault.Failpoint;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After the manner of SQLite's tests: the k-th call fails, for k = 1, 2, 3 … until a run of two
 * batches passes in which none did.
 */
@Tag("faults")
class FailedCallsIT {
  private static final int STEP_OF_LONG_WAITS = 12 * Rounds.STEP;
  private static final int UNAVAILABLE = 3;

  @TempDir Path folder;

  @Test
  void aConnectionThatIsLostOnceLeavesNoTrace() throws Exception {
    each(Fault.CALL_LOST_ONCE, "database:%d:throw", Rounds.STEP, warm -> {}, code -> true);
  }

  @Test
  void aDatabaseThatIsLostForGoodLeavesNothingHalfDone() throws Exception {
    each(
        Fault.CALL_LOST_FOR_GOOD,
        "database:%d+:throw",
        STEP_OF_LONG_WAITS,
        warm -> {},
        code -> code == 0 || code == UNAVAILABLE);
  }

  @Test
  void aDatabaseThatIsLostForGoodEndsTheRunWhereThatIsAskedFor() throws Exception {
    each(
        Fault.CALL_LOST_AND_FAIL,
        "database:%d+:throw",
        STEP_OF_LONG_WAITS,
        warm -> warm.set("tracking.on-outage", "fail"),
        code -> code == UNAVAILABLE);
  }

  @Test
  void aStatementThatIsRefusedOnceLeavesNothingHalfDone() throws Exception {
    each(Fault.CALL_REFUSED_ONCE, "statement:%d:throw", Rounds.STEP, warm -> {}, code -> true);
  }

  @Test
  void aDatabaseThatRefusesFromNowOnLeavesNothingHalfDone() throws Exception {
    each(Fault.CALL_REFUSED_FOR_GOOD, "statement:%d+:throw", Rounds.STEP, warm -> {}, code -> true);
  }

  @Test
  void aTransactionThatIsADeadlocksVictimRunsAgain() throws Exception {
    each(Fault.DEADLOCK_VICTIM, "victim:%d:throw", Rounds.STEP, warm -> {}, code -> code == 0);
  }

  private void each(
      Fault fault, String failpoint, int step, Consumer<Warm> settings, IntPredicate codes)
      throws Exception {
    Rounds rounds = new Rounds(folder.resolve(fault.name()), settings);
    int k = 1 + new Random(FaultTable.SEED).nextInt(step);
    for (boolean reached = true; reached; k += step) {
      String fails = failpoint.formatted(k);
      reached = rounds.round(fails, warm -> reached(warm, fails, codes));
    }
    String how = "failpoint `%s`, %s, one JVM, real H2";
    rounds.tell(fault, how.formatted(failpoint.replace("%d", "k"), Rounds.which(step)));
  }

  private static boolean reached(Warm warm, String fails, IntPredicate codes) {
    Failpoint.plan(fails);
    Ended ended = warm.drain();
    boolean reached = Failpoint.happened();
    Failpoint.plan("");
    assertThat(ended.code())
        .as("after %s: %s", fails, ended)
        .matches(code -> !reached || codes.test(code));
    return reached;
  }
}
