package dev.medallion.reconcile;

import dev.medallion.pipeline.ReplayPlan;
import dev.medallion.reconcile.Findings.At;
import dev.medallion.tracking.BatchStart;
import dev.medallion.tracking.RecordedTask;
import dev.medallion.tracking.TaskResult;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

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
    story.written(story.quarantine()).forEach(this::missing);
  }

  /** A replay that was cut off has left an attempt on record, and ends before the next begins. */
  private void missing(UUID query) {
    NavigableMap<Long, List<RecordedTask>> tasks = story.tasks(query);
    NavigableMap<Long, BatchCommit> replays = story.replays(query);
    PrunedRows pruned = new PrunedRows(story, query);
    for (long batch : replays.keySet()) {
      List<RecordedTask> attempts = tasks.getOrDefault(batch, List.of());
      boolean done = attempts.isEmpty() || batch < replays.lastKey();
      if (done && attempts.stream().noneMatch(RecordedTask::succeeded) && !pruned.has(batch)) {
        missing(new At(query, batch), replays.get(batch));
      }
    }
  }

  private void missing(At at, BatchCommit marks) {
    Optional<BatchCommit> written =
        story.commits(at.query()).getOrDefault(at.batch(), List.of()).stream().findFirst();
    OptionalLong rows = written.map(BatchCommit::outputRows).orElse(OptionalLong.empty());
    findings.repairable(
        at,
        "replay",
        "no task row says that it is done",
        "version %d of %s holds it".formatted(marks.version(), story.quarantine()),
        Findings.LOG,
        new Fix.Insert(
            new BatchStart(at.query(), at.batch(), null, null, story.job().sink().name()),
            new TaskResult(
                null,
                rows.isPresent() ? rows.getAsLong() : null,
                null,
                null,
                null,
                null,
                written.map(BatchCommit::version).orElse(null),
                null,
                null)));
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
