package dev.medallion.reconcile;

import dev.medallion.pipeline.ReplayPlan;
import dev.medallion.reconcile.Findings.At;
import dev.medallion.tracking.RecordedTask;
import java.util.List;
import java.util.Map;

/**
 * Whether each replay that is on record as done has one commit in the target, with its rows, and
 * one in the quarantine. Replays are batches of a query of their own, which no checkpoint tells of.
 */
final class ReplayChecks {
  private final JobStory story;
  private final Quarantined quarantined;
  private final Findings findings;

  ReplayChecks(JobStory story, Quarantined quarantined, Findings findings) {
    this.story = story;
    this.quarantined = quarantined;
    this.findings = findings;
  }

  void check() {
    story.recorded().tasks().stream()
        .filter(task -> task.succeeded() && ReplayPlan.isEnd(task.endOffsets()))
        .forEach(this::check);
  }

  private void check(RecordedTask task) {
    At at = new At(task.query(), task.batch());
    requireOne(
        at,
        task,
        story.quarantine(),
        commits(story.quarantined(task.query()), task),
        !story.isHere(task) || story.isQuarantineCleaned(task.query(), task.batch()));
    story
        .target()
        .ifPresent(
            target -> {
              List<BatchCommit> written = commits(story.commits(task.query()), task);
              boolean mayBeGone =
                  !story.isHere(task) || story.isCleaned(task.query(), task.batch());
              requireOne(at, task, target, written, mayBeGone);
              var rows = new RowChecks(story, task.query(), quarantined, findings);
              written.stream().limit(1).forEach(commit -> rows.checkCommit(at, task, commit));
            });
  }

  private static List<BatchCommit> commits(Map<Long, List<BatchCommit>> all, RecordedTask task) {
    return all.getOrDefault(task.batch(), List.of());
  }

  private void requireOne(
      At at, RecordedTask task, TableHistory table, List<BatchCommit> found, boolean mayBeGone) {
    if (found.size() != 1 && !(found.isEmpty() && mayBeGone)) {
      findings.add(
          at,
          "replay",
          "task row %d says %s".formatted(task.id(), task.status()),
          "the log of %s has %d commits of it".formatted(table, found.size()),
          Findings.LOG,
          "restore the log of the table from a backup");
    }
  }
}
