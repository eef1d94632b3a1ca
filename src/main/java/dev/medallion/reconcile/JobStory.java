package dev.medallion.reconcile;

import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.checkpoint.Checkpoint.Offsets;
import dev.medallion.pipeline.Job;
import dev.medallion.pipeline.ReplayPlan;
import dev.medallion.sink.DeltaMode;
import dev.medallion.sink.DeltaSink;
import dev.medallion.source.DeltaSource;
import dev.medallion.source.Source;
import dev.medallion.tracking.RecordedJob;
import dev.medallion.tracking.RecordedRun;
import dev.medallion.tracking.RecordedTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that was read of one job.
 *
 * @param query the identity of the checkpoint, if there is one
 * @param damage why the checkpoint's identity cannot be read
 * @param lost how many batches are on record of a checkpoint that is not there
 * @param done the batches that were done when the reading began
 * @param doneAfter the batches that were done when it ended
 * @param retained how many batches Spark keeps in a checkpoint at least
 * @param target empty where the sink is no Delta table
 * @param source the only stream, where it is a Delta table
 */
record JobStory(
    Job job,
    Optional<UUID> query,
    Optional<String> damage,
    long lost,
    NavigableSet<Long> done,
    NavigableSet<Long> planned,
    Map<Long, Offsets> offsets,
    Map<Long, String> unreadable,
    NavigableSet<Long> doneAfter,
    long retained,
    RecordedJob recorded,
    Optional<TableHistory> target,
    TableHistory quarantine,
    Optional<Consumption> source) {

  /** The newest batch that was done when the reading began; below 0 if there is none. */
  long settled() {
    return done.isEmpty() ? -1 : done.last();
  }

  /** The only batch that may be half-way: the next that Spark was to note as done. */
  long inHand() {
    return doneAfter.isEmpty() ? 0 : doneAfter.last() + 1;
  }

  /** The batches on record of a query, each with its attempts in the order they were made. */
  NavigableMap<Long, List<RecordedTask>> tasks(UUID of) {
    NavigableMap<Long, List<RecordedTask>> tasks = new TreeMap<>();
    recorded.tasks().stream()
        .filter(task -> task.query().equals(of))
        .forEach(task -> tasks.computeIfAbsent(task.batch(), any -> new ArrayList<>()).add(task));
    return tasks;
  }

  /**
   * The queries that are told of, that of the checkpoint last; not those of replays. Of one whose
   * rows are all gone, the target's commits tell that runs of the job had written it.
   */
  List<UUID> queries() {
    List<UUID> queries =
        new ArrayList<>(recorded.tasks().stream().map(RecordedTask::query).toList());
    target.ifPresent(table -> queries.addAll(written(table)));
    Stream<UUID> earlier =
        queries.stream()
            .distinct()
            .filter(any -> !query.equals(Optional.of(any)) && !isReplayed(any));
    return Stream.concat(earlier, query.stream()).toList();
  }

  private boolean isReplayed(UUID any) {
    return !replays(any).isEmpty()
        || recorded.tasks().stream()
            .anyMatch(task -> task.query().equals(any) && ReplayPlan.isEnd(task.endOffsets()));
  }

  /** The queries of which runs of the job have written batches to a table. */
  List<UUID> written(TableHistory table) {
    Set<UUID> runs = recorded.runs().stream().map(RecordedRun::uuid).collect(Collectors.toSet());
    return table.applications().stream()
        .filter(
            application ->
                table.of(application).values().stream()
                    .flatMap(List::stream)
                    .anyMatch(commit -> commit.run().filter(runs::contains).isPresent()))
        .map(application -> UUID.fromString(application.split("/")[0]))
        .sorted()
        .toList();
  }

  /** The batches of a query that are replays, by the quarantine's commits. */
  NavigableMap<Long, BatchCommit> replays(UUID of) {
    NavigableMap<Long, BatchCommit> replays = new TreeMap<>();
    quarantined(of)
        .forEach(
            (batch, commits) ->
                commits.stream()
                    .filter(BatchCommit::merges)
                    .forEach(commit -> replays.put(batch, commit)));
    return replays;
  }

  NavigableMap<Long, List<BatchCommit>> commits(UUID of) {
    return target
        .filter(any -> job.sink() instanceof DeltaSink)
        .map(table -> table.of(((DeltaSink) job.sink()).application(of)))
        .orElseGet(TreeMap::new);
  }

  NavigableMap<Long, List<BatchCommit>> quarantined(UUID of) {
    return quarantine.of(job.quarantine().application(of));
  }

  /** Whether the target's commit of a batch was cleaned up, as it may be. */
  boolean isCleaned(UUID of, long batch) {
    return target
        .filter(any -> job.sink() instanceof DeltaSink)
        .filter(table -> table.isCleaned(((DeltaSink) job.sink()).application(of), batch))
        .isPresent();
  }

  /** Whether the quarantine's commit of a batch, if it had any, was cleaned up, as it may be. */
  boolean isQuarantineCleaned(UUID of, long batch) {
    return quarantine.isCleaned(job.quarantine().application(of), batch);
  }

  /**
   * Whether a batch went to the job's target and quarantine as they are now. A job may have written
   * to another table before; a lake that was moved has the same ends.
   */
  boolean isHere(RecordedTask task) {
    return task.target() == null || end(task.target()).equals(end(job.sink().name()));
  }

  /** Whether any row of a run has the target that the job has now. */
  boolean writesHere(long run) {
    return recorded.tasks().stream()
        .anyMatch(task -> task.run() == run && task.target() != null && isHere(task));
  }

  /** Whether the run of a row may have left out duplicates. */
  boolean mayDrop(RecordedTask task) {
    return recorded.runs().stream()
        .anyMatch(run -> run.id() == task.run() && (run.drops() || run.pruned()));
  }

  private static String end(String place) {
    String[] parts = place.split("/");
    return parts[parts.length - 1];
  }

  /** The batches that anything tells of. */
  NavigableSet<Long> batches(UUID of) {
    NavigableSet<Long> batches = new TreeSet<>(commits(of).keySet());
    tasks(of)
        .forEach(
            (batch, tasks) -> {
              if (tasks.stream().anyMatch(RecordedTask::succeeded)) {
                batches.add(batch);
              }
            });
    if (query.equals(Optional.of(of))) {
      for (long batch = 0; batch <= settled(); batch++) {
        batches.add(batch);
      }
    }
    return batches;
  }

  /** The job's only stream. */
  Optional<Source> stream() {
    return job.sources().size() == 1 ? Optional.of(job.source()) : Optional.empty();
  }

  /** Whether a task row has the offsets of the checkpoint word by word. */
  boolean tellsRawOffsets() {
    return stream()
        .filter(
            any -> any instanceof DeltaSource || any instanceof dev.medallion.source.LandingSource)
        .isPresent();
  }

  /** Whether every row that is neither kept back nor skipped becomes one row of the target. */
  boolean passesRows() {
    return job.query().isNone()
        && stream().isPresent()
        && job.watermark().isEmpty()
        && job.sink() instanceof DeltaSink delta
        && delta.mode() == DeltaMode.APPEND;
  }

  /** Whether rows of the input may be left out. */
  boolean skipsRows() {
    return job.duplicates().isPresent() || stream().filter(Source::joinsUp).isEmpty();
  }

  String checkpoint(String part) {
    return job.checkpoint() + "/" + part;
  }

  static Checkpoint.Offsets ending(String end) {
    return new Offsets(List.of(), List.of(end), Optional.empty());
  }
}
