package dev.medallion.tracking;

import dev.medallion.jdbc.Row;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Deletes the old log, task and parameter rows of a pipeline, a run after the other in chunks, each
 * a short transaction. It may stop anywhere and be started again.
 *
 * <p>Kept are the runs themselves, everything of a run that is open or a job's latest, and the last
 * successful task of each checkpoint, by which a lost checkpoint is known. What a deleted task had
 * counted is added to {@code Daily_Volume} in the same transaction.
 */
final class Retention {
  /** Less than the 5,000 locks at which SQL Server would lock the whole table. */
  private static final int CHUNK = 1_000;

  private final Records records;
  private final String pipeline;
  private final int seconds;
  private long logs;
  private long tasks;
  private long parameters;

  Retention(Records records, String pipeline, Duration keep) {
    this.records = records;
    this.pipeline = pipeline;
    this.seconds = Math.toIntExact(keep.toSeconds());
  }

  /** A run that ended long ago. */
  private record OldRun(long id, String job, String layer) {}

  /**
   * A portion of tasks that was looked at.
   *
   * @param last the last of them
   */
  private record Portion(long last, int deleted) {}

  Pruned prune() {
    Optional<String> job = records.transaction(tx -> RunTable.nextJob(tx, pipeline, ""));
    while (job.isPresent()) {
      prune(job.get());
      String last = job.get();
      job = records.transaction(tx -> RunTable.nextJob(tx, pipeline, last));
    }
    return new Pruned(logs, tasks, parameters);
  }

  private void prune(String job) {
    Optional<OldRun> run = next(job, 0);
    while (run.isPresent()) {
      prune(run.get());
      run = next(job, run.get().id());
    }
  }

  /** Parameters go last, so a run that has none is done. */
  private Optional<OldRun> next(String job, long after) {
    return records.transaction(
        tx ->
            tx.first(
                """
                SELECT j.job_id, j.job_name, j.layer
                FROM {schema}.Job_Metadata j
                WHERE j.pipeline_name = ? AND j.job_name = ? AND j.job_id > ? AND j.job_id < ?
                  AND j.end_time < DATEADD(SECOND, ?, {now})
                  AND EXISTS (SELECT 1
                    FROM {schema}.Process_Parameter_Metadata p
                    WHERE p.job_id = j.job_id)
                ORDER BY j.pipeline_name, j.job_name, j.job_id
                OFFSET 0 ROWS FETCH NEXT 1 ROWS ONLY""",
                Retention::oldRun,
                pipeline,
                job,
                after,
                RunTable.latest(tx, pipeline, job).orElse(0),
                -seconds));
  }

  private static OldRun oldRun(Row row) throws SQLException {
    return new OldRun(row.number("job_id"), row.text("job_name"), row.text("layer"));
  }

  private void prune(OldRun run) {
    while (pruneLogs(run) == CHUNK) {}
    long kept = records.transaction(tx -> TaskTable.lastSuccess(tx, run.id()).orElse(-1));
    Optional<Portion> done = pruneTasks(run, 0, kept);
    while (done.isPresent()) {
      tasks += done.get().deleted();
      done = pruneTasks(run, done.get().last(), kept);
    }
    parameters += records.<Integer>transaction(tx -> ParameterTable.delete(tx, run.id()));
  }

  private int pruneLogs(OldRun run) {
    int deleted =
        records.transaction(
            tx ->
                tx.update(
                    """
                    DELETE FROM {schema}.Metadata_Logs
                    WHERE log_id IN (SELECT log_id
                      FROM {schema}.Metadata_Logs
                      WHERE job_id = ?
                      ORDER BY job_id, level, log_id
                      OFFSET 0 ROWS FETCH NEXT ? ROWS ONLY)""",
                    run.id(),
                    CHUNK));
    logs += deleted;
    return deleted;
  }

  /**
   * Empty where no task is left behind {@code after}. The run is locked first, so that no other
   * prune counts the same tasks.
   */
  private Optional<Portion> pruneTasks(OldRun run, long after, long kept) {
    return records.transaction(
        tx -> {
          RunTable.lock(tx, run.id());
          Optional<Long> last = TaskTable.last(tx, run.id(), after, CHUNK);
          return last.isPresent()
              ? Optional.of(prune(tx, run, after, last.get(), kept))
              : Optional.empty();
        });
  }

  private Portion prune(Transaction tx, OldRun run, long after, long last, long kept)
      throws SQLException {
    List<Volume> volumes = Volume.of(tx, run.id(), after, last, kept);
    int deleted = TaskTable.delete(tx, run.id(), after, last, kept);
    for (Volume volume : volumes) {
      volume.add(tx, pipeline, run.job(), run.layer());
    }
    return new Portion(last, deleted);
  }
}
