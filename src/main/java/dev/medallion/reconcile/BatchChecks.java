package dev.medallion.reconcile;

import dev.medallion.reconcile.Findings.At;
import dev.medallion.tracking.RecordedTask;
import dev.medallion.tracking.RunState;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Whether each batch of a query has what it should in all places: one commit in the target, one
 * successful task row, and the same in both.
 */
final class BatchChecks {
  private final JobStory story;
  private final UUID query;
  private final boolean current;
  private final Findings findings;
  private final NavigableMap<Long, List<RecordedTask>> tasks;
  private final NavigableMap<Long, List<BatchCommit>> commits;
  private final RowChecks rows;
  private final OffsetChecks offsets;
  private final SignatureChecks signatures;
  private final Set<Long> told = new HashSet<>();
  private final PrunedRows pruned;

  BatchChecks(JobStory story, UUID query, Quarantined quarantined, Findings findings) {
    this.story = story;
    this.query = query;
    this.current = story.query().equals(Optional.of(query));
    this.findings = findings;
    this.tasks = story.tasks(query);
    this.commits = story.commits(query);
    this.rows = new RowChecks(story, query, quarantined, findings);
    this.offsets = new OffsetChecks(story, query, findings);
    this.signatures = new SignatureChecks(story, query, findings);
    this.pruned = new PrunedRows(story, query);
  }

  /** Returns how many batches were compared, and of which versions it told that they are gone. */
  Compared check() {
    var batches = story.batches(query);
    for (long batch : batches) {
      check(batch, batches.last());
    }
    return new Compared(batches.size(), told);
  }

  /**
   * What was compared.
   *
   * @param told versions of the target that are gone, and were told of
   */
  record Compared(int batches, Set<Long> told) {}

  private void check(long batch, long newest) {
    At at = new At(query, batch);
    List<BatchCommit> written = commits.getOrDefault(batch, List.of());
    Optional<RecordedTask> success = success(batch);
    if (written.size() > 1) {
      findings.add(
          at,
          "target",
          "versions %s of %s all hold it".formatted(versions(written), story.target().get()),
          "a batch is committed once",
          "no other place is right",
          "restore the log of the table from a backup");
    }
    if (success.isPresent()) {
      claimed(at, success.get(), written);
    } else if (isDone(batch, newest) && !pruned.has(batch)) {
      missing(at, written);
    }
    if (current
        && batch >= story.inHand()
        && !story.planned().contains(batch)
        && !written.isEmpty()) {
      ahead(at, written.get(0));
    }
    successes(batch).skip(1).forEach(more -> again(at, more, success.get()));
    written.forEach(commit -> signatures.check(at, commit, story.target().get(), tasks));
    rows.checkQuarantine(at, tasks, signatures);
  }

  private static List<Long> versions(List<BatchCommit> commits) {
    return commits.stream().map(BatchCommit::version).toList();
  }

  private Optional<RecordedTask> success(long batch) {
    return successes(batch).findFirst();
  }

  private Stream<RecordedTask> successes(long batch) {
    return tasks.getOrDefault(batch, List.of()).stream().filter(RecordedTask::succeeded);
  }

  private void again(At at, RecordedTask more, RecordedTask first) {
    findings.repairable(
        at,
        "task row",
        "task row %d says %s".formatted(more.id(), more.status()),
        "task row %d does, too".formatted(first.id()),
        "a batch is done once",
        new Fix.Abandon(more));
  }

  /**
   * Of a checkpoint that is no more, the newest batch may have been left half-way, by an attempt
   * that is on record.
   */
  private boolean isDone(long batch, long newest) {
    return current ? batch <= story.settled() : batch < newest || !tasks.containsKey(batch);
  }

  private void claimed(At at, RecordedTask task, List<BatchCommit> written) {
    if (task.end() == null) {
      findings.repairable(
          at,
          "task " + task.id(),
          "its row says " + task.status(),
          "it has no end",
          Findings.TRACKING,
          new Fix.Set(task, Fix.Field.END_TIME, java.time.Instant.now()));
    }
    if (isUnwritten(at.batch(), task, written)) {
      unwritten(at, task);
      return;
    }
    if (current && at.batch() > story.doneAfter().stream().reduce(-1L, Math::max)) {
      undone(at, task);
    }
    offsets.check(at, task, Optional.ofNullable(tasks.get(at.batch() - 1)));
    rows.check(at, task, written.stream().findFirst());
  }

  private boolean isUnwritten(long batch, RecordedTask task, List<BatchCommit> written) {
    boolean done = current && batch <= story.settled();
    if (story.target().isEmpty()) {
      return current && !done && !story.planned().contains(batch);
    }
    return written.isEmpty() && !isCleaned(task) && story.isHere(task);
  }

  private boolean isCleaned(RecordedTask task) {
    Long version = task.deltaVersion();
    return story.isCleaned(query, task.batch())
        && (version == null || story.target().get().isCleaned(version));
  }

  private void unwritten(At at, RecordedTask task) {
    String claim = "task row %d says %s".formatted(task.id(), task.status());
    boolean never = !current || at.batch() > story.settled();
    Long version = task.deltaVersion();
    TableHistory table = story.target().orElse(null);
    boolean lost = table != null && version != null && table.holes().contains(version);
    if (table == null) {
      // The target keeps no log that could tell; the batch may well be there.
      findings.add(
          at,
          "task row",
          claim,
          "%s never planned it".formatted(story.job().checkpoint()),
          Findings.TRACKING,
          "restore the checkpoint from a backup");
      return;
    }
    if (never && !lost && current) {
      findings.repairable(
          at,
          "task row",
          claim,
          "neither the log of %s nor %s has it".formatted(table, story.checkpoint("commits")),
          Findings.TRACKING,
          new Fix.Abandon(task));
      return;
    }
    if (!current && version != null && table.has(version)) {
      findings.repairable(
          at,
          "task row",
          claim + " as version " + version,
          "that version of %s is no batch of query %s".formatted(table, query),
          Findings.LOG,
          new Fix.Abandon(task));
      return;
    }
    told.add(version == null ? -1 : version);
    findings.add(
        at,
        "target",
        claim + (version == null ? "" : " as version " + version),
        "the log of %s has no commit of it".formatted(table),
        current ? "the checkpoint says that it is done" : Findings.TRACKING,
        version == null
            ? "restore the log of the table from a backup"
            : "restore %s from a backup".formatted(table.file(version)));
    rows.checkKept(at, task);
  }

  /**
   * Spark notes a batch as done behind its task row; a run that drained its source waits for it.
   */
  private void undone(At at, RecordedTask task) {
    boolean drained =
        story.recorded().runs().stream()
            .anyMatch(run -> run.id() == task.run() && run.state() == RunState.COMPLETED);
    boolean newest =
        story.planned().contains(at.batch()) && story.planned().last() == (long) at.batch();
    if (drained && at.batch() == story.inHand() && newest) {
      findings.add(
          at,
          "commits",
          story.checkpoint("commits/" + at.batch()) + " is not there",
          "run %d drained its source".formatted(task.run()),
          story.target().isPresent() ? Findings.LOG : Findings.TRACKING,
          "run the job: it finds the batch in its place and notes it as done");
    } else if (at.batch() >= story.inHand() && !story.planned().contains(at.batch())) {
      findings.add(
          at,
          "commits",
          "%s ends at batch %d".formatted(story.checkpoint("commits"), story.inHand() - 1),
          "task row %d says %s".formatted(task.id(), task.status()),
          story.target().isPresent() ? Findings.LOG : Findings.TRACKING,
          "restore the checkpoint from a backup");
    }
  }

  private void ahead(At at, BatchCommit commit) {
    if (success(at.batch()).isEmpty()) {
      findings.add(
          at,
          "commits",
          "%s ends at batch %d".formatted(story.checkpoint("commits"), story.inHand() - 1),
          "version %d of %s holds it".formatted(commit.version(), story.target().get()),
          Findings.LOG,
          "restore the checkpoint from a backup");
    }
  }

  private void missing(At at, List<BatchCommit> written) {
    boolean proven = !written.isEmpty();
    boolean lost = !proven && story.target().isPresent() && !story.isCleaned(query, at.batch());
    if (lost) {
      findings.add(
          at,
          "target",
          story.checkpoint("commits/" + at.batch()) + " says that it is done",
          "neither the log of %s nor tracking has it".formatted(story.target().get()),
          Findings.CHECKPOINT,
          "restore the log of the table from a backup");
      return;
    }
    findings.repairable(
        at,
        "task row",
        "no task row says that it is done",
        proven
            ? "version %d of %s holds it".formatted(written.get(0).version(), story.target().get())
            : story.checkpoint("commits/" + at.batch()) + " does",
        proven ? Findings.LOG : Findings.CHECKPOINT,
        new Fix.Insert(offsets.start(at), rows.result(at, written.stream().findFirst())));
  }
}
