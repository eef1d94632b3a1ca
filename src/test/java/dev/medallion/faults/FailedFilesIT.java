package dev.medallion.faults;

import dev.medallion.LocalSpark;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The k-th file that is made or renamed fails, for k = 1, 2, 3 … until a run of two batches passes
 * in which none did; then the same for files of one kind.
 */
@Tag("faults")
class FailedFilesIT {
  private static final String HOW = "failing Hadoop file system, %s, one JVM";

  @TempDir Path folder;

  @BeforeEach
  void register() {
    FaultyFiles.register(LocalSpark.session());
  }

  @AfterEach
  void nothingFailsAfterwards() {
    FaultyFiles.plan(FaultyFiles.Plan.NONE);
  }

  @Test
  void aFileThatFailsOnceLeavesNothingHalfDone() throws Exception {
    each(Fault.FILE_FAILS_ONCE, file -> true, false);
  }

  @Test
  void aDiskThatFailsForGoodLeavesNothingHalfDone() throws Exception {
    each(Fault.FILE_FAILS_FOR_GOOD, file -> true, true);
  }

  @Test
  void dataThatFindsNoSpace() throws Exception {
    each(Fault.DISK_FULL_DATA, file -> file.endsWith(".parquet"), true);
  }

  @Test
  void aDeltaLogThatFindsNoSpace() throws Exception {
    each(Fault.DISK_FULL_LOG, file -> file.contains("/_delta_log/"), true);
  }

  @Test
  void aCheckpointThatFindsNoSpace() throws Exception {
    each(Fault.DISK_FULL_CHECKPOINT, file -> file.contains("/_checkpoints/"), true);
  }

  private void each(Fault fault, Predicate<String> files, boolean lasting) throws Exception {
    Rounds rounds = new Rounds(folder.resolve(fault.name()), FailedFilesIT::onFaultyFiles);
    int k = 1 + new Random(FaultTable.SEED).nextInt(Rounds.STEP);
    for (boolean reached = true; reached; k += Rounds.STEP) {
      int step = k;
      reached = rounds.round("file " + k, warm -> reached(warm, files, step, lasting));
    }
    rounds.tell(fault, HOW.formatted(Rounds.which(Rounds.STEP)));
  }

  private static void onFaultyFiles(Warm warm) {
    Path lake = warm.trial().lake();
    warm.set("lake", FaultyFiles.SCHEME + "://" + lake);
    warm.set("tracking.url", "jdbc:h2:file:" + lake.resolve("_tracking/medallion"));
  }

  private static boolean reached(Warm warm, Predicate<String> files, int step, boolean lasting) {
    FaultyFiles.plan(new FaultyFiles.Plan(files, step, lasting, new AtomicLong()));
    warm.drain();
    boolean reached = FaultyFiles.plan().happened();
    FaultyFiles.plan(FaultyFiles.Plan.NONE);
    return reached;
  }
}
