package dev.medallion.pipeline;

import dev.medallion.checkpoint.Damage;
import java.util.UUID;

/** The checkpoint is gone, damaged, or not the one that tracking knows. */
final class CheckpointRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private CheckpointRefused(Job job, String finding, Throwable cause) {
    super(
        "the checkpoint %s %s. Restore the folder from a backup, or start over with `medallion reset CONF %s`"
            .formatted(job.checkpoint(), finding, job.name()),
        cause);
  }

  static CheckpointRefused missing(Job job, long batches) {
    return new CheckpointRefused(
        job,
        ("is gone, though tracking knows %d finished batches of it; without it everything would be"
                + " read and written again")
            .formatted(batches),
        null);
  }

  static CheckpointRefused damaged(Job job, Damage damage) {
    return new CheckpointRefused(
        job, "is damaged: " + damage.file() + " " + damage.finding(), null);
  }

  static CheckpointRefused foreign(Job job, UUID query, long batches) {
    return new CheckpointRefused(
        job,
        ("is another one: its metadata names the query %s, of which tracking knows nothing here,"
                + " though it knows %d finished batches at this place")
            .formatted(query, batches),
        null);
  }

  static CheckpointRefused older(Job job, String planned, long finished) {
    return new CheckpointRefused(
        job,
        "is an older copy: %s, but tracking knows that batch %d is done"
            .formatted(planned, finished),
        null);
  }

  static CheckpointRefused unreadable(Job job, Throwable cause) {
    return new CheckpointRefused(
        job,
        "has a state in "
            + job.checkpoint()
            + "/state that Spark cannot read: "
            + Causes.sentence(cause),
        cause);
  }
}
