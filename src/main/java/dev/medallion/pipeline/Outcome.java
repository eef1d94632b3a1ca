package dev.medallion.pipeline;

import java.util.Locale;
import java.util.Optional;

/**
 * How a job's run ended.
 *
 * @param error why, if it did not end well
 */
public record Outcome(Ending ending, Optional<Throwable> error) {
  /** The ways in which a run ends. */
  public enum Ending {
    /** Its source was drained. */
    COMPLETED,
    /** It was asked to stop, and finished the batch in hand. */
    STOPPED,
    /** An error, which is none of those below. */
    FAILED,
    /** The tracking store cannot be reached or is not ready. */
    TRACKING_UNAVAILABLE,
    /** Rows broke a rule that stops the job, or too many were kept back. */
    QUALITY,
    /** The source lost records before they were read. */
    DATA_LOST,
    /** Another process runs the job. */
    RUNNING_ELSEWHERE,
    /** The checkpoint is not the one that tracking knows. */
    CHECKPOINT
  }

  static Outcome of(Ending ending) {
    return new Outcome(ending, Optional.empty());
  }

  /** The kind of ending is decided by the types of the error and its causes. */
  static Outcome of(Throwable error) {
    return new Outcome(Causes.ending(error), Optional.of(error));
  }

  /** Whether the job did what it was asked to. */
  public boolean ok() {
    return ending == Ending.COMPLETED || ending == Ending.STOPPED;
  }

  /** The ending as people read it. */
  public String state() {
    return ending.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The innermost error that says what happened, in one line. */
  public Optional<String> sentence() {
    return error.map(Causes::sentence);
  }
}
