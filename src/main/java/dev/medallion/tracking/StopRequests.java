package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.List;

/** Asks runs to stop, and tells a run whether it was asked. It does not hold the lease for that. */
final class StopRequests {
  private final Records records;

  StopRequests(Records records) {
    this.records = records;
  }

  static boolean has(Transaction tx, long run) throws SQLException {
    return tx.first(
            """
            SELECT job_id
            FROM {schema}.Job_Metadata
            WHERE job_id = ? AND stop_requested_at IS NOT NULL""",
            row -> row.number("job_id"),
            run)
        .isPresent();
  }

  List<RunHistory> ask(String pipeline, String job) {
    return records.transaction(
        tx -> {
          List<RunHistory> open = open(tx, pipeline, job);
          for (RunHistory run : open) {
            if (run.state() != RunState.DEAD) {
              ask(tx, run.id());
            }
          }
          return open;
        });
  }

  private static List<RunHistory> open(Transaction tx, String pipeline, String job)
      throws SQLException {
    return tx.query(
        """
        SELECT j.job_id, j.run_uuid, j.status, j.owner, j.start_time, j.end_time, j.heartbeat_at,
          j.error_class, j.error_message,
          CASE WHEN l.fencing_no = j.fencing_no AND l.expires_at > {now} THEN 1 ELSE 0 END AS live
        FROM {schema}.Job_Metadata j
        LEFT JOIN {schema}.Job_Lease l ON l.job_key = ?
        WHERE j.pipeline_name = ? AND j.job_name = ?
          AND j.status IN ('STARTING', 'RUNNING', 'STOPPING')
        ORDER BY j.job_id""",
        History::run,
        pipeline + "/" + job,
        pipeline,
        job);
  }

  /** A run that has ended meanwhile, or was asked before, is left as it is. */
  private static void ask(Transaction tx, long run) throws SQLException {
    int asked =
        tx.update(
            """
            UPDATE {schema}.Job_Metadata
            SET stop_requested_at = {now}
            WHERE job_id = ? AND status IN ('STARTING', 'RUNNING', 'STOPPING')
              AND stop_requested_at IS NULL""",
            run);
    if (asked == 1) {
      EventLog log = new EventLog(run);
      log.ofRun(
          Note.info(EventType.OPERATOR_ACTION, "run " + run, "run " + run + " was asked to stop"));
      log.write(tx);
    }
  }
}
