package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** The statements on {@code Job_Metadata}. */
final class RunTable {
  private RunTable() {}

  /** A run that has not ended, as its row says. */
  record OpenRun(long id, String status) {}

  static OptionalLong find(Transaction tx, UUID run) throws SQLException {
    return number(
        tx.first(
            "SELECT job_id FROM {schema}.Job_Metadata WHERE run_uuid = ?",
            row -> row.number("job_id"),
            run));
  }

  static OptionalLong latest(Transaction tx, String pipeline, String job) throws SQLException {
    return number(latest(tx, pipeline, job, 1).stream().findFirst());
  }

  /** The latest runs, newest first. */
  static List<Long> latest(Transaction tx, String pipeline, String job, int count)
      throws SQLException {
    return tx.query(
        """
        SELECT job_id
        FROM {schema}.Job_Metadata
        WHERE pipeline_name = ? AND job_name = ?
        ORDER BY pipeline_name DESC, job_name DESC, job_id DESC
        OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY""",
        row -> row.number("job_id"),
        pipeline,
        job,
        count);
  }

  /** Those of the latest 1,000 runs that have tasks, newest first. */
  static List<Long> latestWithTasks(Transaction tx, String pipeline, String job, int count)
      throws SQLException {
    return tx.query(
        """
        SELECT j.job_id
        FROM (SELECT job_id
          FROM {schema}.Job_Metadata
          WHERE pipeline_name = ? AND job_name = ?
          ORDER BY pipeline_name DESC, job_name DESC, job_id DESC
          OFFSET 0 ROWS FETCH NEXT 1000 ROWS ONLY) j
        WHERE EXISTS (SELECT 1 FROM {schema}.Task_Metadata t WHERE t.job_id = j.job_id)
        ORDER BY j.job_id DESC
        OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY""",
        row -> row.number("job_id"),
        pipeline,
        job,
        count);
  }

  /** The job of the pipeline whose name comes next in the database's order. */
  static Optional<String> nextJob(Transaction tx, String pipeline, String job) throws SQLException {
    return tx.first(
        """
        SELECT job_name
        FROM {schema}.Job_Metadata
        WHERE pipeline_name = ? AND job_name > ?
        ORDER BY pipeline_name, job_name, job_id
        OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY""",
        row -> row.text("job_name"),
        pipeline,
        job);
  }

  static List<OpenRun> open(Transaction tx, RunStart start) throws SQLException {
    return tx.query(
        """
        SELECT job_id, status
        FROM {schema}.Job_Metadata
        WHERE pipeline_name = ? AND job_name = ?
          AND status IN ('STARTING', 'RUNNING', 'STOPPING')
        ORDER BY job_id""",
        row -> new OpenRun(row.number("job_id"), row.text("status")),
        start.pipeline(),
        start.job());
  }

  static long insert(Transaction tx, Owner owner, long fencing, RunStart start)
      throws SQLException {
    return tx.insert(
        "job_id",
        """
        INSERT INTO {schema}.Job_Metadata (run_uuid, pipeline_name, job_name, layer, status, owner,
          fencing_no, spark_app_id, checkpoint_location, config_hash, application_version,
          spark_version, delta_version, host)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        owner.run(),
        start.pipeline(),
        start.job(),
        Text.clip(start.layer(), 50),
        RunStatus.STARTING,
        owner.text(),
        fencing,
        Text.clip(start.sparkAppId(), 200),
        Text.clip(start.checkpoint(), 800),
        ParameterTable.hash(start.parameters()),
        Text.clip(start.versions().get("application"), 100),
        Text.clip(start.versions().get("spark"), 100),
        Text.clip(start.versions().get("delta"), 100),
        Text.clip(owner.host(), 255));
  }

  static void beat(Transaction tx, long id) throws SQLException {
    tx.update("UPDATE {schema}.Job_Metadata SET heartbeat_at = {now} WHERE job_id = ?", id);
  }

  /** Keeps every other transaction that locks the run waiting until this one ends. */
  static void lock(Transaction tx, long id) throws SQLException {
    tx.update("UPDATE {schema}.Job_Metadata SET heartbeat_at = heartbeat_at WHERE job_id = ?", id);
  }

  static RunStatus status(Transaction tx, long id) throws SQLException {
    return tx.first(
            "SELECT status FROM {schema}.Job_Metadata WHERE job_id = ?",
            row -> RunStatus.valueOf(row.text("status")),
            id)
        .orElseThrow(() -> new IllegalStateException("run " + id + " has no row any more"));
  }

  static void query(Transaction tx, long id, UUID query, UUID sparkRun) throws SQLException {
    tx.update(
        "UPDATE {schema}.Job_Metadata SET query_id = ?, spark_run_id = ? WHERE job_id = ?",
        query,
        sparkRun,
        id);
  }

  static void move(Transaction tx, long id, RunStatus status) throws SQLException {
    tx.update("UPDATE {schema}.Job_Metadata SET status = ? WHERE job_id = ?", status, id);
  }

  /**
   * @param at when it ended; null for now
   * @param failure null if no error ended it
   */
  static void end(Transaction tx, long id, RunStatus status, Instant at, Failure failure)
      throws SQLException {
    tx.update(
        """
        UPDATE {schema}.Job_Metadata
        SET status = ?, end_time = COALESCE(?, {now}), error_class = ?, error_message = ?
        WHERE job_id = ?""",
        status,
        at,
        failure == null ? null : failure.type(),
        failure == null ? null : failure.message(),
        id);
  }

  private static OptionalLong number(Optional<Long> number) {
    return number.map(OptionalLong::of).orElseGet(OptionalLong::empty);
  }
}
