package dev.medallion.tracking;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One process's execution of a job. Every method that writes renews the lease and the heartbeat or
 * throws {@link LeaseLost}; after {@link #finish} none may be called but {@code finish} again,
 * which does nothing.
 */
public interface Run {
  /** The number of the run's row in {@code Job_Metadata}. */
  long id();

  UUID uuid();

  /** The number under which this run holds the lease; a later holder has a higher one. */
  long fencing();

  /** The query has started: STARTING becomes RUNNING. Called again, it records the new ids. */
  void running(UUID queryId, UUID sparkRunId);

  /**
   * A new attempt at a batch, STARTED. Earlier attempts that never ended become ABANDONED. Not for
   * a batch that is {@link #completed}.
   */
  Task begin(BatchStart start);

  /** Whether this batch has a successful task already, by any run. */
  boolean completed(UUID queryId, long batchId);

  /** Writes one log row; a note whose uuid is on record already is not written again. */
  void note(Note note);

  /** Sets task rows of the job right, all of them or none; each change has its log row. */
  void amend(List<Amendment> amendments);

  /**
   * Shows that the run is alive; to be called at a third of the lease's length.
   *
   * @return whether somebody has asked the run to stop, by {@link TrackingStore#askToStop}
   */
  boolean renew();

  /** The run was asked to stop: it becomes STOPPING. */
  void stopping();

  /**
   * Ends the run and gives the lease back. Tasks still open become ABANDONED.
   *
   * @param status COMPLETED, STOPPED or FAILED
   * @param error what ended it; recorded with its class, root message and stack trace
   */
  void finish(RunStatus status, Optional<Throwable> error);
}
