package dev.medallion.tracking;

import dev.medallion.fault.Failpoint;
import dev.medallion.fault.Phase;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What happens to an attempt at a batch. */
sealed interface TaskEntry extends Entry {
  /** It began. Told late, the batch may be on record as done already, and is left at that. */
  record Begun(UUID event, Instant at, BatchStart batch) implements TaskEntry {
    @Override
    public Entry late(Instant time) {
      return new Begun(event, time, batch);
    }

    @Override
    public void put(Transaction tx, EventLog log, long run) throws SQLException {
      List<TaskTable.Attempt> earlier = TaskTable.attempts(tx, batch.queryId(), batch.batchId());
      if (earlier.stream().anyMatch(attempt -> attempt.status().isSuccess())) {
        log.ofRun(known(event, batch.batchId()));
        return;
      }
      TaskTable.Attempt made = insert(tx, log, run, earlier);
      if (!RunTable.status(tx, run).isOpen()) {
        abandonOpen(tx, log, made, at);
      }
    }

    /** The attempt itself, which may be on record from a transaction whose answer was lost. */
    TaskTable.Attempt attempt(Transaction tx, EventLog log, long run) throws SQLException {
      Optional<TaskTable.Attempt> known = TaskTable.find(tx, event);
      return known.isPresent()
          ? known.get()
          : insert(tx, log, run, TaskTable.attempts(tx, batch.queryId(), batch.batchId()));
    }

    private TaskTable.Attempt insert(
        Transaction tx, EventLog log, long run, List<TaskTable.Attempt> earlier)
        throws SQLException {
      int number = 1;
      for (TaskTable.Attempt attempt : earlier) {
        abandonOpen(tx, log, attempt, at);
        number = attempt.number() + 1;
      }
      long task = TaskTable.insert(tx, run, number, at, batch);
      log.statusOfTask(event, task, null, TaskStatus.STARTED);
      return new TaskTable.Attempt(task, number, TaskStatus.STARTED);
    }
  }

  /**
   * It ended.
   *
   * @param begun the event of its beginning
   * @param status COMPLETED, RECOVERED or FAILED
   * @param result null if it failed
   * @param failure null if it succeeded
   */
  record Ended(
      UUID event,
      Instant at,
      UUID begun,
      BatchStart batch,
      TaskStatus status,
      long millis,
      TaskResult result,
      Failure failure)
      implements TaskEntry {
    @Override
    public Entry late(Instant time) {
      return new Ended(event, time, begun, batch, status, millis, result, failure);
    }

    @Override
    public void put(Transaction tx, EventLog log, long run) throws SQLException {
      Optional<TaskTable.Attempt> attempt = TaskTable.find(tx, begun);
      if (attempt.isPresent() && (at == null || isWanting(tx, attempt.get()))) {
        end(tx, log, attempt.get());
        return;
      }
      if (attempt.isPresent()) {
        abandonOpen(tx, log, attempt.get(), at);
      }
      log.ofRun(known(event, batch.batchId()));
    }

    /** Whether the end of this attempt is still to be told when it is told late. */
    private boolean isWanting(Transaction tx, TaskTable.Attempt attempt) throws SQLException {
      boolean open =
          attempt.status() == TaskStatus.STARTED || attempt.status() == TaskStatus.ABANDONED;
      return open && (failure != null || !isKnown(tx));
    }

    private void end(Transaction tx, EventLog log, TaskTable.Attempt attempt) throws SQLException {
      String entity = "batch " + batch.batchId() + " attempt " + attempt.number();
      if (at == null && attempt.status() != TaskStatus.STARTED) {
        throw new IllegalStateException(
            "task %d (%s) cannot become %s: it has ended already"
                .formatted(attempt.id(), entity, status));
      }
      if (failure == null) {
        TaskTable.succeed(tx, attempt.id(), status, at, millis, result);
      } else {
        TaskTable.fail(tx, attempt.id(), at, millis, failure);
      }
      log.statusOfTask(event, attempt.id(), attempt.status(), status);
      if (failure != null) {
        log.error(attempt.id(), entity, failure);
      }
      Failpoint.at(Phase.IN_TRACKING);
    }

    private boolean isKnown(Transaction tx) throws SQLException {
      return TaskTable.attempts(tx, batch.queryId(), batch.batchId()).stream()
          .anyMatch(attempt -> attempt.status().isSuccess());
    }
  }

  static void abandonOpen(Transaction tx, EventLog log, TaskTable.Attempt attempt, Instant at)
      throws SQLException {
    if (attempt.status() == TaskStatus.STARTED) {
      TaskTable.abandon(tx, attempt.id(), at);
      log.statusOfTask(UUID.randomUUID(), attempt.id(), TaskStatus.STARTED, TaskStatus.ABANDONED);
    }
  }

  private static Note known(UUID event, long batch) {
    return new Note(
        event,
        Level.INFO,
        EventType.STATE_CHANGE,
        "batch " + batch,
        null,
        null,
        null,
        "what waited in the spool of this batch came too late: another attempt is on record");
  }
}
