package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Rounds in this JVM: each a run of two batches with a fault, a run without, and a look at what is
 * there. Every tenth round begins with a new lake, whose tables are still to be made.
 */
final class Rounds {
  /** Tries each n-th place only, from a random one on: {@code -Dmedallion.faults.step=n}. */
  static final int STEP = Integer.getInteger("medallion.faults.step", 1);

  private static final int ROUNDS_OF_A_LAKE = 10;

  private final Path folder;
  private final Consumer<Warm> settings;
  private final String[] jobs;
  private Warm warm;
  private Verdict all = Verdict.CLEAN;
  private int count;
  private int files;

  Rounds(Path folder, Consumer<Warm> settings) {
    this(folder, settings, "bronze");
  }

  Rounds(Path folder, Consumer<Warm> settings, String... jobs) {
    this.folder = folder;
    this.settings = settings;
    this.jobs = jobs;
  }

  /** A run with a fault in it. */
  interface Run {
    /** Whether the fault came. */
    boolean reached(Warm warm) throws IOException;
  }

  /** Whether the fault came; nothing is wrong afterwards. */
  boolean round(String what, Run run) throws IOException, SQLException {
    if (count % ROUNDS_OF_A_LAKE == 0) {
      warm = new Warm(folder.resolve("round-" + count), jobs);
      settings.accept(warm);
      files = 2;
    } else {
      warm.deliver(++files);
      warm.deliver(++files);
    }
    count++;
    boolean reached = run.reached(warm);
    Verdict verdict = warm.verdict();
    assertThat(verdict).as("after %s", what).isEqualTo(Verdict.CLEAN);
    all = all.and(verdict);
    return reached;
  }

  /** The lake of the last round. */
  Warm warm() {
    return warm;
  }

  static String which(int step) {
    return step == 1 ? "k = 1, 2, 3 …" : "every %d. k".formatted(step);
  }

  void tell(Fault fault, String how) {
    FaultTable.add(fault, how, count, all);
  }

  /** Of these rounds and of others before them. */
  void tell(Fault fault, String how, Rounds others) {
    FaultTable.add(fault, how, others.count + count, others.all.and(all));
  }
}
