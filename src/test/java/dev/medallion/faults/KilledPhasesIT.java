package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.Child;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that die, or are told to stop, at a phase. */
@Tag("faults")
class KilledPhasesIT {
  private static final int KILLED = 137;
  private static final int STOPPED = 143;
  private static final String CUT_OFF =
      "SELECT task_id FROM Task_Metadata WHERE status NOT IN ('COMPLETED', 'RECOVERED')";

  @TempDir Path folder;

  @Test
  void aProcessThatDiesAtAPhaseOfTheFirstOrSecondBatchLeavesNothingHalfDone() throws Exception {
    Warm warm = new Warm(folder, "bronze", "silver");
    int file = 3;
    for (var dies : dies().entrySet()) {
      for (int pass : List.of(1, 2)) {
        String failpoint = "%s:%d:halt".formatted(dies.getValue(), pass);
        try (Child child = run(warm, failpoint, "--available-now", "bronze", "silver")) {
          assertThat(child.exit()).as(child.output()).isEqualTo(KILLED);
        }
      }
      Verdict verdict = warm.verdict();
      FaultTable.add(
          dies.getKey(), "`%s:1:halt`, `:2:halt`".formatted(dies.getValue()), 2, verdict);
      assertThat(verdict).as("after %s", dies.getValue()).isEqualTo(Verdict.CLEAN);
      warm.delivery().verifyArchive();
      warm.deliver(file++);
      warm.deliver(file++);
      warm.deliver(file++);
    }
  }

  @Test
  void aProcessThatDiesInsideAMergeLeavesNothingHalfDone() throws Exception {
    Warm warm = new Warm(folder, "bronze", "silver", "customer-rewards");
    warm.drain();
    int file = 3;
    for (String phase : List.of("before-rename", "after-rename", "after-sink")) {
      warm.deliver(file++);
      try (Child child = run(warm, "after-rename:99:halt", "--available-now", "bronze")) {
        assertThat(child.exit()).as(child.output()).isZero();
      }
      try (Child child = run(warm, phase + ":1:halt", "--available-now", "customer-rewards")) {
        assertThat(child.exit()).as(child.output()).isEqualTo(KILLED);
      }
      assertThat(warm.verdict()).as("after %s", phase).isEqualTo(Verdict.CLEAN);
    }
    FaultTable.add(
        Fault.DIES_IN_MERGE,
        "`before-rename`, `after-rename` and `after-sink`, `halt`, in an upsert",
        3,
        warm.found());
  }

  @Test
  void aSignalAtAnyPhaseLeavesNothingHalfDone() throws Exception {
    Warm warm = new Warm(folder, "bronze", "silver");
    Verdict all = Verdict.CLEAN;
    int file = 3;
    for (String phase : Phases.ALL) {
      try (Child child = run(warm, phase + ":1:sleep:3000", "bronze", "silver")) {
        Phases.await(child);
        child.terminate();
        assertThat(child.exit()).as(child.output()).isEqualTo(STOPPED);
      }
      assertThat(warm.trial().tracking().rows(CUT_OFF)).as("at " + phase).isEmpty();
      Verdict verdict = warm.verdict();
      assertThat(verdict).as("after %s", phase).isEqualTo(Verdict.CLEAN);
      all = all.and(verdict);
      warm.deliver(file++);
      warm.deliver(file++);
    }
    FaultTable.add(
        Fault.TERMINATED_AT_PHASE, "failpoint `sleep`, SIGTERM meanwhile", Phases.ALL.size(), all);
  }

  private static Child run(Warm warm, String failpoint, String... arguments) {
    return warm.child(Phases.environment(failpoint), arguments);
  }

  private static Map<Fault, String> dies() {
    Map<Fault, String> dies = new TreeMap<>();
    for (String phase : Phases.ALL) {
      dies.put(Fault.valueOf("DIES_" + phase.toUpperCase(Locale.ROOT).replace('-', '_')), phase);
    }
    return dies;
  }
}
