package dev.medallion.faults;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After the manner of SQLite's tests: the k-th call fails, for k = 1, 2, 3 … until a run of two
 * batches passes in which none did.
 */
@Tag("faults")
class FailedCallsIT {
  private static final int STEP_OF_LONG_WAITS = 12;

  @TempDir Path folder;

  @Test
  void aConnectionThatIsLostOnceLeavesNoTrace() throws Exception {
    each(Fault.CALL_LOST_ONCE, "database:%d:throw", 1);
  }

  @Test
  void aDatabaseThatIsLostForGoodLeavesNothingHalfDone() throws Exception {
    each(Fault.CALL_LOST_FOR_GOOD, "database:%d+:throw", STEP_OF_LONG_WAITS);
  }

  @Test
  void aStatementThatIsRefusedOnceLeavesNothingHalfDone() throws Exception {
    each(Fault.CALL_REFUSED_ONCE, "statement:%d:throw", 1);
  }

  @Test
  void aDatabaseThatRefusesFromNowOnLeavesNothingHalfDone() throws Exception {
    each(Fault.CALL_REFUSED_FOR_GOOD, "statement:%d+:throw", 1);
  }

  private void each(Fault fault, String failpoint, int step) throws Exception {
    Rounds rounds = new Rounds(folder.resolve(fault.name()), warm -> {});
    int k = 1 + new Random(FaultTable.SEED).nextInt(step);
    for (boolean reached = true; reached; k += step) {
      String fails = failpoint.formatted(k);
      reached = rounds.round(fails, warm -> warm.drain(fails));
    }
    String how = "failpoint `%s`, k = 1, 2, 3 …, one JVM, real H2";
    rounds.tell(fault, how.formatted(failpoint.replace("%d", "k")));
  }
}
