package dev.medallion.pipeline;

import dev.medallion.checkpoint.Checkpoint;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;

/**
 * What is kept of a job's replays, in the folder {@code <checkpoint>.replay}, which a reset leaves
 * where it is: their query id, the plan of the newest one, and the number of the newest that is
 * done.
 */
record ReplayNotes(Checkpoint folder) {
  private static final String QUERY = "query";
  private static final String PLAN = "plan";
  private static final String DONE = "done";

  static ReplayNotes of(Job job, Configuration hadoop) {
    return new ReplayNotes(new Checkpoint(job.checkpoint() + ".replay", hadoop));
  }

  /** Under which id targets know the batches of the replays; the first call makes it up. */
  UUID query() {
    if (folder.noted(QUERY).isEmpty()) {
      folder.note(QUERY, UUID.randomUUID().toString());
    }
    return folder.noted(QUERY).map(UUID::fromString).orElseThrow();
  }

  private Optional<ReplayPlan> newest() {
    return folder.noted(PLAN).map(ReplayPlan::parse);
  }

  /** The replay that was begun and is not done. */
  Optional<ReplayPlan> begun() {
    long done = folder.noted(DONE).map(Long::valueOf).orElse(-1L);
    return newest().filter(plan -> plan.number() > done);
  }

  /** The number of the next replay. */
  long next() {
    return newest().map(plan -> plan.number() + 1).orElse(0L);
  }

  /** A replay begins: from here on it will be done, unless nothing of it can ever be written. */
  void begin(ReplayPlan plan) {
    folder.note(PLAN, plan.json());
  }

  void done(ReplayPlan plan) {
    folder.note(DONE, String.valueOf(plan.number()));
  }

  /** What was begun is not to be done: its rows are gone from the target and the quarantine. */
  void forget() {
    begun().ifPresent(this::done);
  }
}
