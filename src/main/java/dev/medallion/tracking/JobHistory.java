package dev.medallion.tracking;

import java.util.List;

/**
 * What is on record of one job.
 *
 * @param run its latest run
 * @param tasks the latest attempts at batches, of its latest 1,000 runs, newest first
 * @param notices the latest warnings and errors of those runs and of the latest ones, newest first
 */
public record JobHistory(
    String job, String layer, RunHistory run, List<TaskHistory> tasks, List<Notice> notices) {
  public JobHistory {
    tasks = List.copyOf(tasks);
    notices = List.copyOf(notices);
  }
}
