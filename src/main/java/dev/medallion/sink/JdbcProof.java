package dev.medallion.sink;

import dev.medallion.jdbc.ColumnType;
import dev.medallion.jdbc.Grammar;
import dev.medallion.jdbc.Row;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The newest batch of each query in each target, in the table {@code medallion_batches} of the
 * target's schema. A row is changed in the transaction that changes the target.
 *
 * @param sink as people know it
 * @param target the table's name in the configuration
 */
record JdbcProof(String sink, String target) {
  private static final String TABLE = "medallion_batches";

  private record Newest(long batch, Written written) {}

  void createTable(Transaction tx, Grammar grammar) throws SQLException {
    if (tx.catalog().table(TABLE).isEmpty()) {
      tx.update(
          """
          CREATE TABLE {schema}.medallion_batches (
            target_table NVARCHAR(128) NOT NULL,
            query_id NVARCHAR(36) NOT NULL,
            batch_id BIGINT NOT NULL,
            row_count BIGINT,
            run_uuid NVARCHAR(36) NOT NULL,
            task_id BIGINT NOT NULL,
            signature %s NOT NULL,
            written_at %s NOT NULL,
            PRIMARY KEY (target_table, query_id)
          )"""
              .formatted(grammar.type(ColumnType.TEXT), grammar.type(ColumnType.TIMESTAMP)));
    }
  }

  /**
   * What the target holds of the batch.
   *
   * @throws TargetAhead if it holds a later one
   */
  Optional<Written> find(Transaction tx, BatchId batch) throws SQLException {
    return tx.catalog().table(TABLE).isEmpty() ? Optional.empty() : told(tx, batch);
  }

  private Optional<Written> told(Transaction tx, BatchId batch) throws SQLException {
    Optional<Newest> newest =
        tx.first(
            """
            SELECT batch_id, row_count, signature
            FROM {schema}.medallion_batches
            WHERE target_table = ? AND query_id = ?""",
            JdbcProof::newest,
            key(),
            batch.query());
    long held = newest.map(Newest::batch).orElse(-1L);
    if (held > batch.number()) {
      throw new TargetAhead(sink, held);
    }
    return newest.filter(found -> held == batch.number()).map(Newest::written);
  }

  private static Newest newest(Row row) throws SQLException {
    return new Newest(
        row.number("batch_id"),
        new Written(
            OptionalLong.of(row.number("row_count")), OptionalLong.empty(), row.text("signature")));
  }

  /**
   * Makes the batch the newest of its query, and keeps every other writer of it waiting until the
   * transaction ends. What it answers was there already, and nothing is changed then.
   */
  Optional<Written> claim(Transaction tx, Signature by) throws SQLException {
    if (advance(tx, by)) {
      return Optional.empty();
    }
    Optional<Written> earlier = told(tx, by.batch());
    if (earlier.isEmpty()) {
      insert(tx, by);
    }
    return earlier;
  }

  private boolean advance(Transaction tx, Signature by) throws SQLException {
    return tx.update(
            """
            UPDATE {schema}.medallion_batches
            SET batch_id = ?, row_count = 0, run_uuid = ?, task_id = ?, signature = ?,
              written_at = {now}
            WHERE target_table = ? AND query_id = ? AND batch_id < ?""",
            by.batch().number(),
            by.run(),
            by.task(),
            by.text(),
            key(),
            by.batch().query(),
            by.batch().number())
        == 1;
  }

  private void insert(Transaction tx, Signature by) throws SQLException {
    tx.update(
        """
        INSERT INTO {schema}.medallion_batches
          (target_table, query_id, batch_id, row_count, run_uuid, task_id, signature, written_at)
        VALUES (?, ?, ?, 0, ?, ?, ?, {now})""",
        key(),
        by.batch().query(),
        by.batch().number(),
        by.run(),
        by.task(),
        by.text());
  }

  void count(Transaction tx, BatchId batch, long rows) throws SQLException {
    tx.update(
        """
        UPDATE {schema}.medallion_batches
        SET row_count = ?
        WHERE target_table = ? AND query_id = ?""",
        rows,
        key(),
        batch.query());
  }

  private String key() {
    return target.toLowerCase(Locale.ROOT);
  }
}
