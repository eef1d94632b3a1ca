package dev.medallion.tracking;

import dev.medallion.jdbc.Row;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What {@code status} reads. */
final class History {
  private static final int NOTICES = 20;

  private final Records records;

  History(Records records) {
    this.records = records;
  }

  /** A job with its latest run. */
  private record Latest(String job, String layer, RunHistory run) {}

  long completedBatches(String checkpoint) {
    return records.transaction(
        tx ->
            tx.first(
                    """
                    SELECT COUNT(*) AS batches
                    FROM {schema}.Job_Metadata j
                    JOIN {schema}.Task_Metadata t ON t.job_id = j.job_id
                    WHERE j.checkpoint_location = ? AND t.status IN ('COMPLETED', 'RECOVERED')""",
                    row -> row.number("batches"),
                    Text.clip(checkpoint, 800))
                .orElse(0L));
  }

  List<JobHistory> of(String pipeline, int batchesPerJob) {
    return records.transaction(
        tx -> {
          List<JobHistory> jobs = new ArrayList<>();
          for (Latest latest : latest(tx, pipeline)) {
            jobs.add(
                new JobHistory(
                    latest.job(),
                    latest.layer(),
                    latest.run(),
                    tasks(tx, pipeline, latest.job(), batchesPerJob),
                    notices(tx, pipeline, latest.job())));
          }
          return jobs;
        });
  }

  private static List<Latest> latest(Transaction tx, String pipeline) throws SQLException {
    return tx.query(
        """
        SELECT j.*,
          CASE WHEN l.fencing_no = j.fencing_no AND l.expires_at > {now} THEN 1 ELSE 0 END AS live
        FROM {schema}.Job_Metadata j
        LEFT JOIN {schema}.Job_Lease l ON l.job_key = CONCAT(j.pipeline_name, '/', j.job_name)
        WHERE j.pipeline_name = ?
          AND j.job_id = (SELECT MAX(k.job_id) FROM {schema}.Job_Metadata k
            WHERE k.pipeline_name = j.pipeline_name AND k.job_name = j.job_name)
        ORDER BY CASE j.layer WHEN 'bronze' THEN 1 WHEN 'silver' THEN 2 WHEN 'gold' THEN 3
          ELSE 4 END, j.job_name""",
        row -> new Latest(row.text("job_name"), row.text("layer"), run(row)),
        pipeline);
  }

  private static RunHistory run(Row row) throws SQLException {
    Optional<Owner> owner = Owner.parse(row.text("owner"));
    return new RunHistory(
        row.number("job_id"),
        row.uuid("run_uuid"),
        RunStatus.valueOf(row.text("status")),
        owner.map(Owner::toString).orElse(row.text("owner")),
        row.time("start_time"),
        row.time("end_time"),
        row.time("heartbeat_at"),
        row.text("error_class"),
        row.text("error_message"),
        row.flag("live"),
        owner.map(Owner::isGone).orElse(false));
  }

  private static List<TaskHistory> tasks(Transaction tx, String pipeline, String job, int count)
      throws SQLException {
    return tx.query(
        """
        SELECT t.*
        FROM {schema}.Task_Metadata t JOIN {schema}.Job_Metadata j ON j.job_id = t.job_id
        WHERE j.pipeline_name = ? AND j.job_name = ?
        ORDER BY t.task_id DESC
        OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY""",
        History::task,
        pipeline,
        job,
        count);
  }

  private static TaskHistory task(Row row) throws SQLException {
    return new TaskHistory(
        row.number("task_id"),
        row.number("job_id"),
        row.uuid("query_id"),
        row.number("batch_id"),
        row.number("attempt_no").intValue(),
        TaskStatus.valueOf(row.text("status")),
        row.time("start_time"),
        row.time("end_time"),
        row.number("duration_ms"),
        row.text("target"),
        result(row),
        row.text("error_class"),
        row.text("error_message"));
  }

  private static TaskResult result(Row row) throws SQLException {
    return new TaskResult(
        row.number("input_rows"),
        row.number("output_rows"),
        row.number("quarantined_rows"),
        row.number("rejected_rows"),
        row.number("skipped_rows"),
        row.number("late_rows"),
        row.number("delta_version"),
        row.text("source_lag"),
        row.time("watermark"));
  }

  private static List<Notice> notices(Transaction tx, String pipeline, String job)
      throws SQLException {
    return tx.query(
        """
        SELECT l.job_id, l.event_time, l.level, l.event_type, l.entity, l.message
        FROM {schema}.Metadata_Logs l JOIN {schema}.Job_Metadata j ON j.job_id = l.job_id
        WHERE j.pipeline_name = ? AND j.job_name = ? AND l.level IN ('WARN', 'ERROR')
        ORDER BY l.log_id DESC
        OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY""",
        row ->
            new Notice(
                row.number("job_id"),
                row.time("event_time"),
                Level.valueOf(row.text("level")),
                EventType.valueOf(row.text("event_type")),
                row.text("entity"),
                row.text("message")),
        pipeline,
        job,
        NOTICES);
  }
}
