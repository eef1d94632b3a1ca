package dev.medallion.tracking;

/** How an attempt at a batch stands. */
public enum TaskStatus {
  STARTED,
  COMPLETED,
  FAILED,
  /** Never ended; closed by the next attempt, the run's end or the next starter. */
  ABANDONED,
  /** The rows had been committed before a crash; confirmed from the table's own log. */
  RECOVERED;

  /** Whether the batch is written. */
  boolean isSuccess() {
    return this == COMPLETED || this == RECOVERED;
  }
}
