package dev.medallion.reconcile;

import dev.medallion.tracking.RecordedRun;
import dev.medallion.tracking.RecordedTask;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Which task rows of a query {@code prune} may have deleted. A commit names its run, whose row
 * stays and tells whether it was pruned. Of a batch without such a commit only the number of
 * deleted rows is known, of all queries of the job together.
 */
final class PrunedRows {
  private final Map<UUID, RecordedRun> runs = new HashMap<>();
  private final Set<Long> pruned = new HashSet<>();
  private final NavigableMap<Long, List<RecordedTask>> tasks;
  private final NavigableMap<Long, List<BatchCommit>> commits;
  private final long before;

  PrunedRows(JobStory story, UUID query) {
    for (RecordedRun run : story.recorded().runs()) {
      runs.put(run.uuid(), run);
      if (run.pruned()) {
        pruned.add(run.id());
      }
    }
    this.tasks = story.tasks(query);
    this.commits = story.commits(query);
    this.before = before(story.batches(query), story.recorded().pruned());
  }

  /** Whether the task row of a batch, which is not there, was deleted by leave. */
  boolean has(long batch) {
    return run(batch).map(RecordedRun::pruned).orElse(batch < before);
  }

  private Optional<RecordedRun> run(long batch) {
    return commits.getOrDefault(batch, List.of()).stream()
        .findFirst()
        .flatMap(BatchCommit::run)
        .map(runs::get);
  }

  /**
   * Those of the first runs are deleted, so rows may be missing before the first of a run that was
   * left alone, where as many were deleted.
   */
  private long before(NavigableSet<Long> batches, long deleted) {
    long first =
        tasks.values().stream()
            .flatMap(List::stream)
            .filter(task -> task.succeeded() && !pruned.contains(task.run()))
            .mapToLong(RecordedTask::batch)
            .min()
            .orElse(batches.isEmpty() ? 0 : batches.last() + 1);
    long missing =
        batches.headSet(first, false).stream()
            .filter(batch -> run(batch).isEmpty() && !isDone(batch))
            .count();
    return missing <= deleted ? first : 0;
  }

  private boolean isDone(long batch) {
    return tasks.getOrDefault(batch, List.of()).stream().anyMatch(RecordedTask::succeeded);
  }
}
