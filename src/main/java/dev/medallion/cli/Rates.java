package dev.medallion.cli;

import dev.medallion.tracking.TaskHistory;
import dev.medallion.tracking.TaskResult;
import java.util.Optional;

/** Numbers that follow from those of a task. */
final class Rates {
  private Rates() {}

  /** Input rows a second; empty while the task is not done. */
  static Optional<Double> perSecond(TaskHistory task) {
    Long rows = task.result().inputRows();
    Long millis = task.durationMillis();
    return rows == null || millis == null
        ? Optional.empty()
        : Optional.of(rows * 1000.0 / Math.max(1, millis));
  }

  /** Rows of the input and the result that went to quarantine; null if not known. */
  static Long keptBack(TaskHistory task) {
    TaskResult result = task.result();
    return result.quarantinedRows() == null || result.rejectedRows() == null
        ? null
        : Long.valueOf(result.quarantinedRows() + result.rejectedRows());
  }
}
