package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** What is on record of the query that a checkpoint belongs to. */
final class CheckpointRows {
  private CheckpointRows() {}

  static boolean knows(Transaction tx, String checkpoint, UUID query) throws SQLException {
    return isOfRun(tx, checkpoint, query) || isOfTask(tx, checkpoint, query);
  }

  private static boolean isOfRun(Transaction tx, String checkpoint, UUID query)
      throws SQLException {
    return tx.first(
            """
            SELECT job_id
            FROM {schema}.Job_Metadata
            WHERE checkpoint_location = ? AND query_id = ?
            ORDER BY job_id
            OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY""",
            row -> row.number("job_id"),
            Text.clip(checkpoint, 800),
            query)
        .isPresent();
  }

  /** Of a run that died after its first batch, and before it could tell which query it ran. */
  private static boolean isOfTask(Transaction tx, String checkpoint, UUID query)
      throws SQLException {
    return tx.first(
            """
            SELECT t.task_id
            FROM {schema}.Task_Metadata t
            JOIN {schema}.Job_Metadata j ON j.job_id = t.job_id
            WHERE t.query_id = ? AND j.checkpoint_location = ?
            ORDER BY t.query_id, t.batch_id, t.attempt_no
            OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY""",
            row -> row.number("task_id"),
            query,
            Text.clip(checkpoint, 800))
        .isPresent();
  }

  static OptionalLong newestBatch(Transaction tx, UUID query) throws SQLException {
    Optional<Long> newest =
        tx.first(
            """
            SELECT batch_id
            FROM {schema}.Task_Metadata
            WHERE query_id = ? AND status IN ('COMPLETED', 'RECOVERED')
            ORDER BY query_id DESC, batch_id DESC, attempt_no DESC
            OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY""",
            row -> row.number("batch_id"),
            query);
    return newest.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }
}
