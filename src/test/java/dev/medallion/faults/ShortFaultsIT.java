package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few of the faults of the profile {@code faults}, others in each run. */
class ShortFaultsIT {
  private static final int CALLS = 60;

  @TempDir Path folder;

  @Test
  void someFaultsLeaveNothingHalfDone() throws Exception {
    System.out.printf("ShortFaultsIT: -Dmedallion.seed=%d%n", FaultTable.SEED);
    Random random = new Random(FaultTable.SEED);
    List<String> phases = new ArrayList<>(Phases.ALL);
    Collections.shuffle(phases, random);
    List<String> failpoints = new ArrayList<>();
    phases
        .subList(0, 3)
        .forEach(phase -> failpoints.add(phase + ":" + (1 + random.nextInt(2)) + ":throw"));
    failpoints.add("database:" + (1 + random.nextInt(CALLS)) + ":throw");
    failpoints.add("statement:" + (1 + random.nextInt(CALLS)) + ":throw");
    failpoints.add("statement:" + (1 + random.nextInt(CALLS)) + "+:throw");
    Warm warm = new Warm(folder, "bronze");
    int file = 3;
    for (String failpoint : failpoints) {
      warm.drain(failpoint);
      warm.deliver(file++);
    }
    assertThat(warm.verdict()).as("after %s", failpoints).isEqualTo(Verdict.CLEAN);
  }
}
