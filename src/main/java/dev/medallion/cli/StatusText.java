package dev.medallion.cli;

import dev.medallion.tracking.JobHistory;
import dev.medallion.tracking.Notice;
import dev.medallion.tracking.RunHistory;
import dev.medallion.tracking.TaskHistory;
import dev.medallion.tracking.Waiting;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is on record of some jobs, for people. */
final class StatusText {
  private static final String ROW = "  %7s  %-9s  %10s  %10s  %11s  %9s  %8s  %s%n";

  private StatusText() {}

  /**
   * @param waiting what jobs have in their spools, by job
   */
  static String of(List<JobHistory> jobs, Map<String, Waiting> waiting) {
    String record =
        jobs.isEmpty()
            ? "No job of this pipeline has run yet.%n".formatted()
            : jobs.stream()
                .map(StatusText::job)
                .collect(Collectors.joining(System.lineSeparator()));
    return waiting.isEmpty() ? record : record + System.lineSeparator() + waiting(waiting);
  }

  static String waiting(Map<String, Waiting> waiting) {
    return waiting.entrySet().stream()
        .map(
            job ->
                "%s: %d tracking entries wait since %s to be put on record%n"
                    .formatted(job.getKey(), job.getValue().entries(), job.getValue().since()))
        .collect(Collectors.joining());
  }

  private static String job(JobHistory job) {
    StringBuilder text = new StringBuilder();
    text.append(run(job));
    text.append(
        ROW.formatted(
            "batch", "state", "rows in", "rows out", "quarantined", "rows/s", "version", "lag"));
    job.tasks().forEach(task -> text.append(task(task)));
    job.notices().forEach(notice -> text.append(notice(notice)));
    return text.toString();
  }

  private static String run(JobHistory job) {
    RunHistory run = job.run();
    String end = run.end() == null ? "heartbeat " + run.heartbeat() : "ended " + run.end();
    String error = run.error() == null ? "" : "  error: %s%n".formatted(run.error());
    return "%s (%s): %s, run %d, started %s, %s%n  by %s%n%s"
        .formatted(
            job.job(), job.layer(), run.describe(), run.id(), run.start(), end, run.owner(), error);
  }

  private static String task(TaskHistory task) {
    return ROW.formatted(
        task.batchId(),
        task.status(),
        known(task.result().inputRows()),
        known(task.result().outputRows()),
        known(Rates.keptBack(task)),
        Rates.perSecond(task).map(rate -> String.format(Locale.ROOT, "%.0f", rate)).orElse("-"),
        known(task.result().deltaVersion()),
        task.error() == null ? known(task.result().sourceLag()) + leftOut(task) : task.error());
  }

  private static String leftOut(TaskHistory task) {
    return told(task.result().skippedRows(), "skipped") + told(task.result().lateRows(), "late");
  }

  private static String told(Long rows, String what) {
    return rows == null || rows == 0 ? "" : ", %d %s".formatted(rows, what);
  }

  private static String notice(Notice notice) {
    return "  %s %s %s%s%n"
        .formatted(
            notice.time(),
            notice.level(),
            notice.entity() == null ? "" : notice.entity() + ": ",
            notice.message());
  }

  private static String known(Object value) {
    return value == null ? "-" : value.toString();
  }
}
