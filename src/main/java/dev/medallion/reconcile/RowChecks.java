package dev.medallion.reconcile;

import dev.medallion.checkpoint.Checkpoint.Offsets;
import dev.medallion.reconcile.Findings.At;
import dev.medallion.reconcile.Fix.Field;
import dev.medallion.source.Source.Extent;
import dev.medallion.tracking.RecordedTask;
import dev.medallion.tracking.TaskResult;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Whether the numbers of a task row are those of the commits, and add up. */
final class RowChecks {
  private final JobStory story;
  private final UUID query;
  private final Quarantined quarantined;
  private final Findings findings;
  private final NavigableMap<Long, List<BatchCommit>> kept;

  RowChecks(JobStory story, UUID query, Quarantined quarantined, Findings findings) {
    this.story = story;
    this.query = query;
    this.quarantined = quarantined;
    this.findings = findings;
    this.kept = story.quarantined(query);
  }

  void check(At at, RecordedTask task, Optional<BatchCommit> written) {
    written.ifPresent(commit -> checkCommit(at, task, commit));
    written.ifPresent(commit -> checkTarget(at, task));
    OptionalLong read = read(at.batch(), Optional.of(task));
    if (read.isPresent() && !Long.valueOf(read.getAsLong()).equals(task.inputRows())) {
      wrong(
          at,
          task,
          Field.INPUT_ROWS,
          task.inputRows(),
          "the versions of %s that it read have".formatted(story.source().get().table()),
          read.getAsLong());
    }
    checkKept(at, task);
    checkSkipped(at, task);
    if (!findings.has(at)) {
      checkSum(at, task, read.isPresent());
    }
  }

  /** What the commit of a batch says against its task row. */
  void checkCommit(At at, RecordedTask task, BatchCommit commit) {
    String who = "version %d of %s".formatted(commit.version(), story.target().get());
    if (!Long.valueOf(commit.version()).equals(task.deltaVersion())) {
      findings.repairable(
          at,
          "delta_version",
          "task row %d has %s"
              .formatted(task.id(), task.deltaVersion() == null ? "none" : task.deltaVersion()),
          who + " holds it",
          Findings.LOG,
          new Fix.Set(task, Field.DELTA_VERSION, commit.version()));
    }
    OptionalLong rows = commit.outputRows();
    if (rows.isPresent() && !Long.valueOf(rows.getAsLong()).equals(task.outputRows())) {
      wrong(at, task, Field.OUTPUT_ROWS, task.outputRows(), who + " has", rows.getAsLong());
    }
    if (commit.addedRows().isPresent() && !commit.addedRows().equals(rows) && rows.isPresent()) {
      findings.add(
          at,
          "target",
          "%s says %d rows".formatted(who, rows.getAsLong()),
          "the files that it adds have %d".formatted(commit.addedRows().getAsLong()),
          "no other place is right",
          "restore %s from a backup".formatted(story.target().get().file(commit.version())));
    }
  }

  private void wrong(At at, RecordedTask task, Field field, Long found, String who, long right) {
    findings.repairable(
        at,
        field.name().toLowerCase(Locale.ROOT),
        "task row %d has %s".formatted(task.id(), found == null ? "none" : found),
        "%s %d".formatted(who, right),
        Findings.LOG,
        new Fix.Set(task, field, right));
  }

  private boolean isCurrent() {
    return story.query().equals(Optional.of(query));
  }

  /** What a batch read of a table, by that table's log. */
  private OptionalLong read(long batch, Optional<RecordedTask> task) {
    if (story.source().isEmpty()) {
      return OptionalLong.empty();
    }
    Offsets plan = isCurrent() ? story.offsets().get(batch) : null;
    if (plan != null && plan.ends().size() > 1) {
      return OptionalLong.empty();
    }
    if (plan != null && (batch == 0 || story.offsets().containsKey(batch - 1))) {
      return plan.end(0) == null
          ? OptionalLong.empty()
          : story.source().get().rows(plan.start(0), plan.end(0));
    }
    return task.filter(told -> told.endOffsets() != null)
        .filter(told -> batch == 0 || told.startOffsets() != null)
        .map(told -> story.source().get().rows(told.startOffsets(), told.endOffsets()))
        .orElse(OptionalLong.empty());
  }

  /** Input = passed on + kept back + skipped, where what is passed on is what is written. */
  private void checkSum(At at, RecordedTask task, boolean inputIsProven) {
    if (!story.passesRows() || task.inputRows() == null || task.outputRows() == null) {
      return;
    }
    if (task.quarantinedRows() == null || task.rejectedRows() == null) {
      return;
    }
    long sum = task.outputRows() + task.quarantinedRows() + task.rejectedRows();
    boolean unskipped = task.skippedRows() == null;
    if (unskipped && story.skipsRows() || task.inputRows() == sum + skipped(task)) {
      return;
    }
    boolean wrongSkip = inputIsProven || !story.skipsRows() && skipped(task) != 0 || hasAll(task);
    findings.repairable(
        at,
        wrongSkip ? "skipped_rows" : "input_rows",
        "task row %d has %d rows of input".formatted(task.id(), task.inputRows()),
        "%d were written, %d quarantined, %d rejected and %d skipped"
            .formatted(
                task.outputRows(), task.quarantinedRows(), task.rejectedRows(), skipped(task)),
        Findings.LOG,
        wrongSkip
            ? new Fix.Set(task, Field.SKIPPED_ROWS, task.inputRows() - sum)
            : new Fix.Set(task, Field.INPUT_ROWS, sum + skipped(task)));
  }

  /** Whether there cannot have been more rows of input. */
  private boolean hasAll(RecordedTask task) {
    Extent extent = new Extent(task.startOffsets(), task.endOffsets());
    return story.stream()
        .map(source -> source.mostRows(extent))
        .filter(OptionalLong.of(task.inputRows())::equals)
        .isPresent();
  }

  private static long skipped(RecordedTask task) {
    return number(task.skippedRows());
  }

  /** Where the sum does not tell: only tombstones and duplicates are skipped. */
  private void checkSkipped(At at, RecordedTask task) {
    boolean skips = story.passesRows() || story.skipsRows() || story.mayDrop(task);
    if (skipped(task) != 0 && !skips) {
      findings.repairable(
          at,
          "skipped_rows",
          "task row %d has %d".formatted(task.id(), task.skippedRows()),
          "run %d had no `duplicates`, and its source has no tombstones".formatted(task.run()),
          Findings.TRACKING,
          new Fix.Set(task, Field.SKIPPED_ROWS, 0L));
    }
  }

  /** A run has one target, so where others of its rows are here, this one is as well. */
  private void checkTarget(At at, RecordedTask task) {
    if (!story.isHere(task) && story.writesHere(task.run())) {
      findings.repairable(
          at,
          "target",
          "task row %d has %s".formatted(task.id(), task.target()),
          "other rows of run %d have %s".formatted(task.run(), story.job().sink().name()),
          Findings.LOG,
          new Fix.Set(task, Field.TARGET, story.job().sink().name()));
    }
  }

  /** Whether the quarantine's log has a batch once, and says of it what the rest says. */
  void checkQuarantine(
      At at, NavigableMap<Long, List<RecordedTask>> tasks, SignatureChecks signatures) {
    List<BatchCommit> commits = kept.getOrDefault(at.batch(), List.of());
    commits.forEach(commit -> signatures.check(at, commit, story.quarantine(), tasks));
    if (commits.size() > 1) {
      findings.add(
          at,
          "quarantine",
          "versions %s of %s all hold it"
              .formatted(commits.stream().map(BatchCommit::version).toList(), story.quarantine()),
          "a batch is committed once",
          "no other place is right",
          "restore the log of the table from a backup");
    }
  }

  /** What of a batch was kept back, by the quarantine's log. */
  void checkKept(At at, RecordedTask task) {
    List<BatchCommit> commits = kept.getOrDefault(at.batch(), List.of());
    long told = number(task.quarantinedRows()) + number(task.rejectedRows());
    if (!commits.isEmpty()) {
      checkKept(at, task, commits.get(0));
    } else if (told != 0 && !mayBeElsewhere(task)) {
      unproven(at, task, told);
    }
  }

  /** The commit of a replay has rows that were there before, and so does not tell how many. */
  private void checkKept(At at, RecordedTask task, BatchCommit commit) {
    if (task.quarantinedRows() != null || !commit.merges()) {
      commit.outputRows().ifPresent(found -> miscounted(at, task, found));
    }
  }

  private void unproven(At at, RecordedTask task, long told) {
    if (isOnlyMiscounted(task)) {
      miscounted(at, task, 0);
      return;
    }
    findings.add(
        at,
        "quarantine",
        "task row %d says that %d rows were kept back".formatted(task.id(), told),
        "the log of %s has no commit of it".formatted(story.quarantine()),
        "nothing proves that they are kept",
        "restore the log of the table from a backup");
  }

  private boolean mayBeElsewhere(RecordedTask task) {
    return story.isQuarantineCleaned(query, task.batch()) || !story.isHere(task);
  }

  /** Whether the rows that are said to be kept back were written after all. */
  private boolean isOnlyMiscounted(RecordedTask task) {
    return story.passesRows()
        && task.inputRows() != null
        && task.outputRows() != null
        && task.inputRows() == task.outputRows() + skipped(task);
  }

  private void miscounted(At at, RecordedTask task, long found) {
    long told = number(task.rejectedRows());
    long rejected = rejected(at.batch(), found, told).orElse(Math.min(told, found));
    String who = "the log of %s has".formatted(story.quarantine());
    set(at, task, Field.QUARANTINED_ROWS, task.quarantinedRows(), who, found - rejected);
    if (rejected != told) {
      wrong(at, task, Field.REJECTED_ROWS, task.rejectedRows(), who, rejected);
    }
  }

  private void set(At at, RecordedTask task, Field field, Long found, String who, long right) {
    if (found == null || found != right) {
      wrong(at, task, field, found, who, right);
    }
  }

  /** Of the rows that a batch kept back; empty where nothing tells. */
  private OptionalLong rejected(long batch, long all, long told) {
    boolean none = all == 0 || told == 0 && story.job().ensure().rules().isEmpty();
    return none ? OptionalLong.of(0) : quarantined.rejected(query, batch, all);
  }

  private static long number(Long count) {
    return count == null ? 0 : count;
  }

  /** What can be told of a batch whose task row is gone. */
  TaskResult result(At at, Optional<BatchCommit> written) {
    List<BatchCommit> commits = kept.getOrDefault(at.batch(), List.of());
    long all = commits.isEmpty() ? 0 : commits.get(0).outputRows().orElse(0);
    OptionalLong rejected = rejected(at.batch(), all, 0);
    boolean isKept = !commits.isEmpty() || !story.isQuarantineCleaned(query, at.batch());
    boolean knows = isKept && rejected.isPresent();
    OptionalLong output = written.map(BatchCommit::outputRows).orElse(OptionalLong.empty());
    OptionalLong read = read(at.batch(), Optional.empty());
    boolean sums = story.passesRows() && !story.skipsRows() && isKept && output.isPresent();
    Long input = sums ? Long.valueOf(output.getAsLong() + all) : null;
    Offsets plan = isCurrent() ? story.offsets().get(at.batch()) : null;
    return new TaskResult(
        read.isPresent() ? Long.valueOf(read.getAsLong()) : input,
        output.isPresent() ? output.getAsLong() : null,
        knows ? all - rejected.getAsLong() : null,
        knows ? rejected.getAsLong() : null,
        story.skipsRows() ? null : 0L,
        null,
        written.map(BatchCommit::version).orElse(null),
        null,
        plan == null ? null : plan.watermark().orElse(null));
  }
}
