package dev.medallion.tracking;

import java.util.Locale;

/** What a run is in truth: its recorded status, unless its process died without a word. */
public enum RunState {
  STARTING,
  RUNNING,
  STOPPING,
  COMPLETED,
  STOPPED,
  FAILED,
  /** Died, and was closed by a later start. */
  ABANDONED,
  /** Open by its row, but its lease ran out or its process is gone. */
  DEAD;

  /** The lower-case word, as in {@code status --json}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
