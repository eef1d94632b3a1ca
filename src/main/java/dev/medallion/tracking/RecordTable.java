package dev.medallion.tracking;

import dev.medallion.jdbc.Row;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads all rows of one job, page by page, each in a transaction of its own. */
final class RecordTable {
  private static final int PAGE = 1_000;

  private final Records records;

  RecordTable(Records records) {
    this.records = records;
  }

  RecordedJob of(String pipeline, String job) {
    List<RecordedRun> runs = new ArrayList<>();
    List<RecordedTask> tasks = new ArrayList<>();
    List<RecordedRun> page = runs(pipeline, job, 0);
    while (!page.isEmpty()) {
      runs.addAll(page);
      page = runs(pipeline, job, page.get(page.size() - 1).id());
    }
    runs.forEach(run -> addTasks(run.id(), tasks));
    return new RecordedJob(runs, tasks, pruned(pipeline, job));
  }

  private void addTasks(long run, List<RecordedTask> tasks) {
    List<RecordedTask> page = tasks(run, 0);
    while (!page.isEmpty()) {
      tasks.addAll(page);
      page = tasks(run, page.get(page.size() - 1).id());
    }
  }

  private List<RecordedRun> runs(String pipeline, String job, long after) {
    return records.transaction(tx -> runs(tx, pipeline, job, after));
  }

  private static List<RecordedRun> runs(Transaction tx, String pipeline, String job, long after)
      throws SQLException {
    return tx.query(
        """
        SELECT j.job_id, j.run_uuid, j.status, j.owner,
          CASE WHEN l.fencing_no = j.fencing_no AND l.expires_at > {now} THEN 1 ELSE 0 END AS live,
          CASE WHEN EXISTS (SELECT 1
            FROM {schema}.Process_Parameter_Metadata p
            WHERE p.job_id = j.job_id) THEN 0 ELSE 1 END AS pruned,
          CASE WHEN EXISTS (SELECT 1
            FROM {schema}.Process_Parameter_Metadata p
            WHERE p.job_id = j.job_id AND p.name LIKE '%duplicates%') THEN 1 ELSE 0 END AS drops
        FROM {schema}.Job_Metadata j
        LEFT JOIN {schema}.Job_Lease l ON l.job_key = ?
        WHERE j.pipeline_name = ? AND j.job_name = ? AND j.job_id > ?
        ORDER BY j.pipeline_name, j.job_name, j.job_id
        OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY""",
        RecordTable::run, pipeline + "/" + job, pipeline, job, after, PAGE);
  }

  private static RecordedRun run(Row row) throws SQLException {
    RunStatus status = RunStatus.valueOf(row.text("status"));
    Optional<Owner> owner = Owner.parse(row.text("owner"));
    boolean dead = status.isOpen() && (!row.flag("live") || owner.map(Owner::isGone).orElse(false));
    return new RecordedRun(
        row.number("job_id"),
        row.uuid("run_uuid"),
        status,
        dead ? RunState.DEAD : RunState.valueOf(status.name()),
        row.flag("pruned"),
        row.flag("drops"));
  }

  private List<RecordedTask> tasks(long run, long after) {
    return records.transaction(
        tx ->
            tx.query(
                """
                SELECT task_id, job_id, query_id, batch_id, status, end_time, start_offsets,
                  end_offsets, target, input_rows, output_rows, quarantined_rows, rejected_rows,
                  skipped_rows, late_rows, delta_version
                FROM {schema}.Task_Metadata
                WHERE job_id = ? AND task_id > ?
                ORDER BY job_id, task_id
                OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY""",
                RecordTable::task,
                run,
                after,
                PAGE));
  }

  private static RecordedTask task(Row row) throws SQLException {
    return new RecordedTask(
        row.number("task_id"),
        row.number("job_id"),
        row.uuid("query_id"),
        row.number("batch_id"),
        TaskStatus.valueOf(row.text("status")),
        row.time("end_time"),
        row.text("start_offsets"),
        row.text("end_offsets"),
        row.text("target"),
        row.number("input_rows"),
        row.number("output_rows"),
        row.number("quarantined_rows"),
        row.number("rejected_rows"),
        row.number("skipped_rows"),
        row.number("late_rows"),
        row.number("delta_version"));
  }

  private long pruned(String pipeline, String job) {
    return records.transaction(
        tx ->
            tx.first(
                    """
                    SELECT COALESCE(SUM(batches), 0) AS batches
                    FROM {schema}.Daily_Volume
                    WHERE pipeline_name = ? AND job_name = ?""",
                    row -> row.number("batches"),
                    pipeline,
                    job)
                .orElse(0L));
  }
}
