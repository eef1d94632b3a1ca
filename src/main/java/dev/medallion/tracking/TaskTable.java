package dev.medallion.tracking;

import dev.medallion.jdbc.Row;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The statements on {@code Task_Metadata}. */
final class TaskTable {
  private TaskTable() {}

  /** One attempt at a batch, as its row says. */
  record Attempt(long id, int number, TaskStatus status) {}

  /** The attempt whose start this event is on record for. */
  static Optional<Attempt> find(Transaction tx, UUID event) throws SQLException {
    return tx.first(
        """
        SELECT t.task_id, t.attempt_no, t.status
        FROM {schema}.Metadata_Logs l JOIN {schema}.Task_Metadata t ON t.task_id = l.task_id
        WHERE l.event_uuid = ?""",
        TaskTable::attempt,
        event);
  }

  /** In the order they were made. */
  static List<Attempt> attempts(Transaction tx, UUID query, long batch) throws SQLException {
    return tx.query(
        """
        SELECT task_id, attempt_no, status
        FROM {schema}.Task_Metadata
        WHERE query_id = ? AND batch_id = ?
        ORDER BY attempt_no""",
        TaskTable::attempt,
        query,
        batch);
  }

  /** The attempts of a run that have not ended. */
  static List<Attempt> open(Transaction tx, long job) throws SQLException {
    return tx.query(
        """
        SELECT task_id, attempt_no, status
        FROM {schema}.Task_Metadata
        WHERE job_id = ? AND status = 'STARTED'
        ORDER BY task_id""",
        TaskTable::attempt,
        job);
  }

  private static Attempt attempt(Row row) throws SQLException {
    return new Attempt(
        row.number("task_id"),
        row.number("attempt_no").intValue(),
        TaskStatus.valueOf(row.text("status")));
  }

  /**
   * @param at when it began; null for now
   */
  static long insert(Transaction tx, long job, int attempt, Instant at, BatchStart start)
      throws SQLException {
    return tx.insert(
        "task_id",
        """
        INSERT INTO {schema}.Task_Metadata (job_id, query_id, batch_id, attempt_no, status,
          start_time, start_offsets, end_offsets, target)
        VALUES (?, ?, ?, ?, 'STARTED', COALESCE(?, {now}), ?, ?, ?)""",
        job,
        start.queryId(),
        start.batchId(),
        attempt,
        at,
        start.startOffsets(),
        start.endOffsets(),
        Text.clip(start.target(), 1000));
  }

  static void abandon(Transaction tx, long id, Instant at) throws SQLException {
    tx.update(
        """
        UPDATE {schema}.Task_Metadata
        SET status = 'ABANDONED', end_time = COALESCE(?, {now})
        WHERE task_id = ?""",
        at,
        id);
  }

  static void succeed(
      Transaction tx, long id, TaskStatus status, Instant at, Long millis, TaskResult result)
      throws SQLException {
    tx.update(
        """
        UPDATE {schema}.Task_Metadata
        SET status = ?, end_time = COALESCE(?, {now}), duration_ms = ?, input_rows = ?,
          output_rows = ?, quarantined_rows = ?, rejected_rows = ?, skipped_rows = ?,
          late_rows = ?, delta_version = ?, source_lag = ?, watermark = ?
        WHERE task_id = ?""",
        status,
        at,
        millis,
        result.inputRows(),
        result.outputRows(),
        result.quarantinedRows(),
        result.rejectedRows(),
        result.skippedRows(),
        result.lateRows(),
        result.deltaVersion(),
        result.sourceLag(),
        result.watermark(),
        id);
  }

  static void fail(Transaction tx, long id, Instant at, long millis, Failure failure)
      throws SQLException {
    tx.update(
        """
        UPDATE {schema}.Task_Metadata
        SET status = 'FAILED', end_time = COALESCE(?, {now}), duration_ms = ?, error_class = ?,
          error_message = ?
        WHERE task_id = ?""",
        at,
        millis,
        failure.type(),
        failure.message(),
        id);
  }

  /** The successful task of the highest batch of the checkpoint that a run worked at. */
  static OptionalLong lastSuccess(Transaction tx, long job) throws SQLException {
    return tx
        .query(
            """
            SELECT task_id
            FROM {schema}.Task_Metadata
            WHERE query_id = (SELECT r.query_id
                FROM {schema}.Task_Metadata r
                WHERE r.job_id = ? AND r.task_id > 0
                ORDER BY r.job_id, r.task_id
                OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY)
              AND status IN ('COMPLETED', 'RECOVERED')
            ORDER BY query_id DESC, batch_id DESC, attempt_no DESC
            OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY""",
            row -> row.number("task_id"),
            job)
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** The last of so many tasks of a run that follow a task, if any do. */
  static Optional<Long> last(Transaction tx, long job, long after, int count) throws SQLException {
    return tx
        .query(
            """
            SELECT task_id
            FROM {schema}.Task_Metadata
            WHERE job_id = ? AND task_id > ?
            ORDER BY job_id, task_id
            OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY""",
            row -> row.number("task_id"),
            job,
            after,
            count)
        .stream()
        .reduce((earlier, later) -> later);
  }

  /** Deletes the tasks of a run within a range, but one that is kept and those still logged. */
  static int delete(Transaction tx, long job, long after, long last, long kept)
      throws SQLException {
    return tx.update(
        """
        DELETE FROM {schema}.Task_Metadata
        WHERE job_id = ? AND task_id > ? AND task_id <= ? AND task_id <> ?
          AND NOT EXISTS (SELECT 1
            FROM {schema}.Metadata_Logs l
            WHERE l.task_id = Task_Metadata.task_id)""",
        job,
        after,
        last,
        kept);
  }
}
