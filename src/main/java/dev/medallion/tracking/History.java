package dev.medallion.tracking;

import dev.medallion.jdbc.Row;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What {@code status} reads: for each job the ends of some indexes, and whether its latest runs
 * have tasks; never all of a table.
 */
final class History {
  private static final int NOTICES = 20;
  private static final List<String> LAYERS = List.of("bronze", "silver", "gold");

  private final Records records;

  History(Records records) {
    this.records = records;
  }

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
          for (String job : jobs(tx, pipeline)) {
            jobs.add(of(tx, pipeline, job, batchesPerJob));
          }
          jobs.sort(Comparator.comparingInt(History::place));
          return jobs;
        });
  }

  private static int place(JobHistory job) {
    int layer = LAYERS.indexOf(job.layer());
    return layer < 0 ? LAYERS.size() : layer;
  }

  private static List<String> jobs(Transaction tx, String pipeline) throws SQLException {
    List<String> jobs = new ArrayList<>();
    Optional<String> job = RunTable.nextJob(tx, pipeline, "");
    while (job.isPresent()) {
      jobs.add(job.get());
      job = RunTable.nextJob(tx, pipeline, job.get());
    }
    return jobs;
  }

  private static JobHistory of(Transaction tx, String pipeline, String job, int batches)
      throws SQLException {
    int few = Math.max(1, batches);
    List<Long> latest = RunTable.latest(tx, pipeline, job, few);
    List<Long> runs = RunTable.latestWithTasks(tx, pipeline, job, few);
    List<TaskHistory> tasks = new ArrayList<>();
    for (long run : runs) {
      tasks.addAll(tasks(tx, run, batches - tasks.size()));
    }
    SortedSet<Long> told = new TreeSet<>(Comparator.reverseOrder());
    told.addAll(latest);
    told.addAll(runs);
    List<Notice> notices = new ArrayList<>();
    for (long run : told) {
      notices.addAll(notices(tx, run, NOTICES - notices.size()));
    }
    return latest(tx, pipeline + "/" + job, latest.get(0), tasks, notices);
  }

  private static JobHistory latest(
      Transaction tx, String lease, long run, List<TaskHistory> tasks, List<Notice> notices)
      throws SQLException {
    return tx.first(
            """
            SELECT j.job_id, j.run_uuid, j.job_name, j.layer, j.status, j.owner, j.start_time,
              j.end_time, j.heartbeat_at, j.error_class, j.error_message,
              CASE WHEN l.fencing_no = j.fencing_no AND l.expires_at > {now} THEN 1 ELSE 0 END
                AS live
            FROM {schema}.Job_Metadata j
            LEFT JOIN {schema}.Job_Lease l ON l.job_key = ?
            WHERE j.job_id = ?""",
            row ->
                new JobHistory(row.text("job_name"), row.text("layer"), run(row), tasks, notices),
            lease,
            run)
        .orElseThrow();
  }

  static RunHistory run(Row row) throws SQLException {
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

  /** The numbers begin at 1; said aloud, H2 takes the index that has them in order. */
  private static List<TaskHistory> tasks(Transaction tx, long run, int count) throws SQLException {
    return count <= 0
        ? List.of()
        : tx.query(
            """
            SELECT task_id, job_id, query_id, batch_id, attempt_no, status, start_time, end_time,
              duration_ms, target, input_rows, output_rows, quarantined_rows, rejected_rows,
              skipped_rows, late_rows, delta_version, source_lag, watermark, error_class,
              error_message
            FROM {schema}.Task_Metadata
            WHERE job_id = ? AND task_id > 0
            ORDER BY job_id DESC, task_id DESC
            OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY""",
            History::task,
            run,
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

  /** Newest first; read by level, as the index has it, which H2 takes only with {@code log_id}. */
  private static List<Notice> notices(Transaction tx, long run, int count) throws SQLException {
    if (count <= 0) {
      return List.of();
    }
    List<Logged> notices = new ArrayList<>(notices(tx, run, Level.WARN, count));
    notices.addAll(notices(tx, run, Level.ERROR, count));
    return notices.stream()
        .sorted(Comparator.comparingLong(Logged::number).reversed())
        .limit(count)
        .map(Logged::notice)
        .toList();
  }

  /** A notice and the number of its row. */
  private record Logged(long number, Notice notice) {}

  private static List<Logged> notices(Transaction tx, long run, Level level, int count)
      throws SQLException {
    return tx.query(
        """
        SELECT log_id, job_id, event_time, level, event_type, entity, message
        FROM {schema}.Metadata_Logs
        WHERE job_id = ? AND level = ? AND log_id > 0
        ORDER BY job_id DESC, level DESC, log_id DESC
        OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY""",
        row -> new Logged(row.number("log_id"), notice(row)),
        run,
        level,
        count);
  }

  private static Notice notice(Row row) throws SQLException {
    return new Notice(
        row.number("job_id"),
        row.time("event_time"),
        Level.valueOf(row.text("level")),
        EventType.valueOf(row.text("event_type")),
        row.text("entity"),
        row.text("message"));
  }
}
