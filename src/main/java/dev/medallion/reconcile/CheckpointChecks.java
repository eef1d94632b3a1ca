package dev.medallion.reconcile;

import dev.medallion.reconcile.Findings.At;
import java.util.UUID;

/** Whether a checkpoint has all the batches that it should: Spark keeps the newest and no gaps. */
final class CheckpointChecks {
  private static final String GAP =
      "restore it from a backup, or start the job over with `medallion reset CONF JOB`";

  private final JobStory story;
  private final Findings findings;

  CheckpointChecks(JobStory story, Findings findings) {
    this.story = story;
    this.findings = findings;
  }

  void check() {
    String metadata = story.checkpoint("metadata");
    story
        .damage()
        .ifPresent(
            why ->
                findings.add(
                    At.NOTHING,
                    "checkpoint",
                    metadata + " cannot be read (" + why + ")",
                    "a query has an identity",
                    Findings.CHECKPOINT,
                    GAP));
    boolean headless = story.query().isEmpty() && story.damage().isEmpty();
    if (headless && story.lost() == 0 && !story.doneAfter().isEmpty()) {
      findings.add(
          At.NOTHING,
          "checkpoint",
          metadata + " is not there",
          story.checkpoint("commits") + " is",
          "no other place is right",
          GAP);
    }
    if (story.lost() > 0) {
      findings.add(
          At.NOTHING,
          "checkpoint",
          metadata + " is not there",
          story.lost() + " batches of it are on record",
          Findings.TRACKING,
          GAP);
    }
    story.query().ifPresent(this::batches);
  }

  private void batches(UUID query) {
    long newest = story.planned().isEmpty() ? -1 : story.planned().last();
    long last = Math.max(newest, story.settled());
    for (long batch = oldest(last); batch <= last; batch++) {
      At at = new At(query, batch);
      if (!story.planned().contains(batch)) {
        missing(at, "offsets", "commits/" + batch, story.done().contains(batch));
      } else if (story.unreadable().containsKey(batch)) {
        findings.add(
            at,
            "offsets",
            story.checkpoint("offsets/" + batch) + " cannot be read",
            "the batch was planned",
            "no other place is right",
            GAP);
      }
      if (isMissing(batch)) {
        missing(at, "commits", "offsets/" + batch, story.planned().contains(batch));
      }
    }
  }

  /** Of batches that another setting let go earlier than ours would, nothing can be asked. */
  private long oldest(long last) {
    long kept = Math.max(0, last + 1 - story.retained());
    long planned = story.planned().isEmpty() ? kept : story.planned().first();
    long done = story.done().isEmpty() ? kept : story.done().first();
    return Math.max(kept, Math.min(planned, done));
  }

  private boolean isMissing(long batch) {
    return batch < story.inHand() ? batch <= story.settled() && !isDone(batch) : isPassed(batch);
  }

  private boolean isDone(long batch) {
    return story.done().contains(batch) || story.doneAfter().contains(batch);
  }

  /** A batch is planned only when the one before it is done. */
  private boolean isPassed(long batch) {
    return story.planned().higher(batch) != null;
  }

  private void missing(At at, String part, String other, boolean otherIsThere) {
    findings.add(
        at,
        part,
        story.checkpoint(part + "/" + at.batch()) + " is not there",
        otherIsThere
            ? story.checkpoint(other) + " is"
            : "batches before and after it are on record there",
        "the batch was " + (part.equals("offsets") ? "planned" : "done"),
        GAP);
  }
}
