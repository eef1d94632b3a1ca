package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The other tests of this package find nothing wrong after a fault. Here one guard at a time is
 * taken out of a process, and the same faults leave what the same verifier finds; with the guards
 * {@link KilledPhasesIT} and {@link CheckpointFaultsIT} find nothing. That Delta's own log store
 * lets both of two writers win is shown by {@code LinkedLogStoreTest}.
 */
@Tag("faults")
class GuardsIT {
  private static final int KILLED = 137;
  private static final int STOPPED = 143;
  private static final String UNDISTURBED = "";
  private static final String NOT_ARCHIVED = "a file is not in the archive";
  private static final String BEHIND = "an attempt is begun at a batch that is done";

  @TempDir Path folder;

  /** Which process is without the guard. */
  private enum Lacks {
    THE_DEAD,
    THE_NEXT
  }

  /**
   * A death at a phase, and what it leaves where one process is without a guard.
   *
   * @param also what is to be seen besides the verifier's findings
   */
  private record Death(Guard guard, Lacks who, String phase, String also, Wrong... ways) {}

  private static Stream<Death> deaths() {
    return Stream.of(
        new Death(Guard.TRANSACTION_ID, Lacks.THE_DEAD, "after-sink", "", Wrong.DOUBLED),
        new Death(Guard.QUARANTINE_ID, Lacks.THE_DEAD, "before-tracking", "", Wrong.DOUBLED),
        new Death(Guard.RECOUNT, Lacks.THE_NEXT, "before-tracking", "", Wrong.UNTRUE),
        new Death(Guard.QUARANTINE_AGAIN, Lacks.THE_NEXT, "before-quarantine", "", Wrong.LOST),
        new Death(Guard.KNOWN_BATCH, Lacks.THE_NEXT, "after-tracking", BEHIND),
        new Death(Guard.DEAD_RUNS, Lacks.THE_NEXT, "before-tracking", "", Wrong.UNTRUE),
        new Death(Guard.HALF_MOVED, Lacks.THE_NEXT, "in-archive", NOT_ARCHIVED),
        new Death(Guard.UNARCHIVED, Lacks.THE_NEXT, "between-archived", "", Wrong.DOUBLED));
  }

  @ParameterizedTest
  @MethodSource("deaths")
  void aDeathIsFoundOutByWhatItLeaves(Death death) throws Exception {
    Warm warm = bronze();
    Mutant mutant = Mutant.without(death.guard(), folder);
    String failpoint = death.phase() + ":1:halt";
    switch (death.who()) {
      case THE_DEAD -> {
        assertThat(drains(warm, mutant, failpoint)).isEqualTo(KILLED);
        mutant.left(warm.verdict(), death.also(), death.ways());
      }
      case THE_NEXT -> {
        dies(warm, failpoint);
        assertThat(drains(warm, mutant, UNDISTURBED)).isZero();
        assertThat(also(warm)).isEqualTo(death.also());
        mutant.left(warm.found(), death.also(), death.ways());
      }
    }
  }

  private Warm bronze() throws IOException {
    return new Warm(folder, "bronze").set("jobs.bronze.source.max-files-per-batch", "2");
  }

  private static void dies(Warm warm, String failpoint) throws InterruptedException {
    try (Child child = warm.child(Phases.environment(failpoint), "--available-now", "bronze")) {
      assertThat(child.exit()).as(child.output()).isEqualTo(KILLED);
    }
  }

  private static int drains(Warm warm, Mutant mutant, String failpoint)
      throws InterruptedException {
    try (Child child = warm.child(mutant.environment(failpoint), "--available-now", "bronze")) {
      int exit = child.exit();
      mutant.requireLoadedBy(child);
      return exit;
    }
  }

  private static String also(Warm warm) throws IOException, SQLException {
    try (Stream<Path> archived = Files.list(warm.trial().archive())) {
      if (archived.filter(Files::isRegularFile).count() < 2) {
        return NOT_ARCHIVED;
      }
    }
    return statuses(warm).equals(List.of("COMPLETED", "ABANDONED")) ? BEHIND : "";
  }

  @Test
  void aMergeThatIsNotKnownAgainIsMadeTwice() throws Exception {
    Warm warm = new Warm(folder, "bronze", "customer-rewards");
    warm.set("jobs.bronze.source.max-files-per-batch", "2");
    Mutant mutant = Mutant.without(Guard.MERGE_ID, folder);
    String failpoint = "after-sink:2:halt"; // the first is bronze's
    try (Child child =
        warm.child(
            mutant.environment(failpoint), "--available-now", "bronze", "customer-rewards")) {
      assertThat(child.exit()).as(child.output()).isEqualTo(KILLED);
      mutant.requireLoadedBy(child);
    }
    Verdict verdict = warm.verdict();
    assertThat(merges(warm)).isEqualTo(2);
    mutant.left(
        verdict, "one batch, two commits; the rows are the same, since totals replace totals");
  }

  private static long merges(Warm warm) throws IOException {
    Path log = warm.trial().lake().resolve("gold/customer_rewards/_delta_log");
    long merges = 0;
    try (Stream<Path> files = Files.list(log)) {
      for (Path file : files.filter(name -> name.toString().endsWith(".json")).toList()) {
        merges += Files.readString(file).contains("\"operation\":\"MERGE\"") ? 1 : 0;
      }
    }
    return merges;
  }

  @Test
  void aCheckpointThatIsGoneDoublesWhatWasRead() throws Exception {
    Warm warm = new Warm(folder, "bronze", "silver");
    assertThat(warm.drain().code()).isZero();
    FileUtils.deleteDirectory(warm.trial().checkpoint("silver").toFile());
    Mutant mutant = Mutant.without(Guard.CHECKPOINT, folder);
    try (Child child = warm.child(mutant.environment(UNDISTURBED), "--available-now", "silver")) {
      assertThat(child.exit()).as(child.output()).isZero();
      mutant.requireLoadedBy(child);
    }
    mutant.left(warm.found(), "exit 0 in place of 7", Wrong.DOUBLED, Wrong.UNTRUE);
  }

  /** The next run does it again, so only the task rows tell; with the guard there are no others. */
  @Test
  void aBatchThatIsNotWaitedForIsCutOff() throws Exception {
    Warm warm = bronze();
    Mutant mutant = Mutant.without(Guard.ORDERLY_STOP, folder);
    String cutShort = "before-sink:1:sleep:30000";
    assertThat(stopped(warm, mutant.environment(cutShort))).containsExactly("FAILED");
    String toItsEnd = "before-sink:1:sleep:3000";
    assertThat(stopped(warm, Phases.environment(toItsEnd))).containsExactly("FAILED", "COMPLETED");
    mutant.left(warm.verdict(), "the task row says FAILED");
  }

  private static List<String> stopped(Warm warm, Map<String, String> environment)
      throws InterruptedException, SQLException {
    try (Child child = warm.child(environment, "bronze")) {
      Phases.await(child);
      child.terminate();
      assertThat(child.exit()).as(child.output()).isEqualTo(STOPPED);
    }
    return statuses(warm);
  }

  /** Of the attempts, in their order. */
  private static List<String> statuses(Warm warm) throws SQLException {
    String sql = "SELECT status FROM Task_Metadata ORDER BY task_id";
    return warm.trial().tracking().rows(sql).stream().map(row -> row.get("status")).toList();
  }
}
