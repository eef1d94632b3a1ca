package dev.medallion.reconcile;

import dev.medallion.tracking.BatchStart;
import dev.medallion.tracking.RecordedTask;
import dev.medallion.tracking.TaskResult;

/** What sets the tracking store right. */
public sealed interface Fix {
  /** The successful task gets its row. */
  record Insert(BatchStart start, TaskResult result) implements Fix {}

  /** One field of a task row gets another value. */
  record Set(RecordedTask task, Field field, Object value) implements Fix {}

  /** A task row that tells of what did not happen is closed. */
  record Abandon(RecordedTask task) implements Fix {}

  /** The next run of the job, be it that of the repair, closes what is open. */
  record Close() implements Fix {}

  /** The next run of the job, be it that of the repair, puts on record what waits in its spool. */
  record Deliver() implements Fix {}

  /** Fields of a task row that can be set. */
  enum Field {
    INPUT_ROWS,
    OUTPUT_ROWS,
    QUARANTINED_ROWS,
    REJECTED_ROWS,
    SKIPPED_ROWS,
    DELTA_VERSION,
    START_OFFSETS,
    END_OFFSETS,
    TARGET,
    END_TIME
  }
}
