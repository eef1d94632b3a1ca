package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An error at each phase, one after the other, in this JVM: in the first and second batch of
 * bronze, which needs no other job for that, and then further down.
 */
@Tag("faults")
class FailedPhasesIT {
  @TempDir Path folder;

  @Test
  void anErrorAtAnyPhaseLeavesNothingHalfDone() throws Exception {
    Rounds bronze = new Rounds(folder.resolve("bronze"), warm -> {}, "bronze");
    Rounds all =
        new Rounds(folder.resolve("all"), warm -> {}, "bronze", "silver", "customer-rewards");
    int reached = 0;
    for (String phase : Phases.ALL) {
      reached += fails(bronze, phase, 1) + fails(bronze, phase, 2) + fails(all, phase, 3);
    }
    assertThat(reached).isGreaterThan(2 * Phases.ALL.size());
    all.tell(Fault.FAILS_AT_PHASE, "failpoint `throw`, passes 1 to 3", bronze);
  }

  private static int fails(Rounds rounds, String phase, int pass) throws Exception {
    String failpoint = "%s:%d:throw".formatted(phase, pass);
    boolean reached = rounds.round(failpoint, warm -> warm.drain(failpoint));
    rounds.warm().delivery().verifyArchive();
    return reached ? 1 : 0;
  }
}
