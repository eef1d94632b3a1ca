package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to a run. */
sealed interface RunEntry extends Entry {
  /** The query has started. */
  record Running(UUID event, Instant at, UUID queryId, UUID sparkRunId) implements RunEntry {
    @Override
    public Entry late(Instant time) {
      return new Running(event, time, queryId, sparkRunId);
    }

    @Override
    public void put(Transaction tx, EventLog log, long run) throws SQLException {
      RunTable.query(tx, run, queryId, sparkRunId);
      move(tx, log, event, run, List.of(RunStatus.STARTING), RunStatus.RUNNING);
    }
  }

  /** The run was asked to stop. */
  record Stopping(UUID event, Instant at) implements RunEntry {
    @Override
    public Entry late(Instant time) {
      return new Stopping(event, time);
    }

    @Override
    public void put(Transaction tx, EventLog log, long run) throws SQLException {
      List<RunStatus> before = List.of(RunStatus.STARTING, RunStatus.RUNNING);
      move(tx, log, event, run, before, RunStatus.STOPPING);
    }
  }

  /**
   * The run has ended. Told late, it may have been taken for dead.
   *
   * @param failure null if it ended well
   */
  record Finished(UUID event, Instant at, RunStatus status, Failure failure) implements RunEntry {
    static Finished now(RunStatus status, Optional<Throwable> error) {
      if (status.isOpen() || status == RunStatus.ABANDONED) {
        throw new IllegalArgumentException(
            "a run cannot finish as " + status + "; it would be COMPLETED, STOPPED or FAILED");
      }
      return new Finished(UUID.randomUUID(), null, status, error.map(Failure::of).orElse(null));
    }

    @Override
    public Entry late(Instant time) {
      return new Finished(event, time, status, failure);
    }

    @Override
    public void put(Transaction tx, EventLog log, long run) throws SQLException {
      RunStatus before = RunTable.status(tx, run);
      RunTable.end(tx, run, status, at, failure);
      for (TaskTable.Attempt open : TaskTable.open(tx, run)) {
        TaskEntry.abandonOpen(tx, log, open, at);
      }
      log.statusOfRun(event, run, before.name(), status);
      if (failure != null) {
        log.error(null, "run " + run, failure);
      }
    }
  }

  /** A note on it. */
  record Noted(Instant at, Note note) implements RunEntry {
    @Override
    public UUID event() {
      return note.uuid();
    }

    @Override
    public Entry late(Instant time) {
      return new Noted(time, note);
    }

    @Override
    public void put(Transaction tx, EventLog log, long run) {
      log.ofRun(note);
    }
  }

  private static void move(
      Transaction tx, EventLog log, UUID event, long run, List<RunStatus> from, RunStatus to)
      throws SQLException {
    RunStatus before = RunTable.status(tx, run);
    if (from.contains(before)) {
      RunTable.move(tx, run, to);
      log.statusOfRun(event, run, before.name(), to);
    }
  }
}
