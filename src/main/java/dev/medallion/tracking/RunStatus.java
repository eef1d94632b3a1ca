package dev.medallion.tracking;

/** How far a run is, by its row: STARTING, RUNNING, STOPPING, then one of the others. */
public enum RunStatus {
  STARTING,
  RUNNING,
  STOPPING,
  /** Its source was drained. */
  COMPLETED,
  /** It was asked to stop, and did after the batch in hand. */
  STOPPED,
  FAILED,
  /** Its process ended without a word; closed by the next starter. */
  ABANDONED;

  /** Whether the run has not ended. */
  public boolean isOpen() {
    return this == STARTING || this == RUNNING || this == STOPPING;
  }
}
