package dev.medallion.tracking;

import java.util.List;

/**
 * Everything on record of a job.
 *
 * @param tasks in the order in which they began
 * @param pruned how many successful tasks were deleted by {@code prune}
 */
public record RecordedJob(List<RecordedRun> runs, List<RecordedTask> tasks, long pruned) {
  /** Of a job that never ran. */
  public static final RecordedJob NONE = new RecordedJob(List.of(), List.of(), 0);

  public RecordedJob {
    runs = List.copyOf(runs);
    tasks = List.copyOf(tasks);
  }
}
