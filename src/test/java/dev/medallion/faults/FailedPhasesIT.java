package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An error at each phase, one after the other on one lake, in this JVM. */
@Tag("faults")
class FailedPhasesIT {
  @TempDir Path folder;

  @Test
  void anErrorAtAnyPhaseLeavesNothingHalfDone() throws Exception {
    Warm warm = new Warm(folder, "bronze", "silver", "customer-rewards");
    Verdict all = Verdict.CLEAN;
    int file = 3;
    int rounds = 0;
    for (String phase : Phases.ALL) {
      for (int pass : List.of(1, 2, 3)) {
        boolean reached = warm.drain("%s:%d:throw".formatted(phase, pass));
        rounds += reached ? 1 : 0;
        Verdict verdict = warm.verdict();
        assertThat(verdict).as("after %s, pass %d", phase, pass).isEqualTo(Verdict.CLEAN);
        all = all.and(verdict);
        warm.delivery().verifyArchive();
        warm.deliver(file++);
        warm.deliver(file++);
      }
    }
    assertThat(rounds).isGreaterThan(2 * Phases.ALL.size());
    FaultTable.add(Fault.FAILS_AT_PHASE, "failpoint `throw`, passes 1 to 3", rounds, all);
  }
}
