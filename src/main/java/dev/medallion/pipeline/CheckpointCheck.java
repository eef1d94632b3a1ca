package dev.medallion.pipeline;

import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.tracking.TrackingStore;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Looks at a job's checkpoint before Spark opens it. What a crash leaves passes; nothing is
 * repaired.
 *
 * @param kept how many of the newest batches Spark keeps
 */
record CheckpointCheck(Job job, Checkpoint checkpoint, TrackingStore tracking, int kept) {

  /**
   * Refuses a checkpoint that the job cannot go on from without losing or doubling rows.
   *
   * @throws CheckpointRefused that says why
   */
  void require() {
    checkpoint
        .damage(kept)
        .ifPresent(
            damage -> {
              throw CheckpointRefused.damaged(job, damage);
            });
    Optional<UUID> query = checkpoint.query();
    if (query.isEmpty()) {
      requireNew();
    } else {
      requireOwn(query.get());
      requireNewest(query.get());
    }
  }

  private void requireNew() {
    long batches = tracking.completedBatches(job.checkpoint());
    if (batches > 0) {
      throw CheckpointRefused.missing(job, batches);
    }
  }

  /** Before its first run is on record, a query is known to nobody. */
  private void requireOwn(UUID query) {
    if (!tracking.knows(job.checkpoint(), query)) {
      long batches = tracking.completedBatches(job.checkpoint());
      if (batches > 0) {
        throw CheckpointRefused.foreign(job, query, batches);
      }
    }
  }

  private void requireNewest(UUID query) {
    OptionalLong finished = tracking.newestBatch(query);
    Optional<Long> planned = checkpoint.newestPlanned();
    if (finished.isPresent() && planned.orElse(-1L) < finished.getAsLong()) {
      throw CheckpointRefused.older(
          job,
          planned.map(batch -> "its newest batch is " + batch).orElse("it has no batch"),
          finished.getAsLong());
    }
  }
}
