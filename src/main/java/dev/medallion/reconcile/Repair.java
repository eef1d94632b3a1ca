package dev.medallion.reconcile;

import dev.medallion.pipeline.Job;
import dev.medallion.pipeline.Pipeline;
import dev.medallion.tracking.Amendment;
import dev.medallion.tracking.RecordedTask;
import dev.medallion.tracking.Run;
import dev.medallion.tracking.RunStatus;
import dev.medallion.tracking.Spool;
import dev.medallion.tracking.TrackingSettings.OnOutage;
import dev.medallion.tracking.TrackingStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * Sets task rows right by what the Delta logs and the checkpoint tell. Each job is repaired by a
 * run of its own, which holds the job's lease, and a batch in one transaction: it may die anywhere
 * and be started again.
 */
public final class Repair {
  private static final String REASON = "batch %s: set right by reconcile: %s, but %s";

  private final Pipeline pipeline;
  private final TrackingStore tracking;
  private final SparkSession spark;

  public Repair(Pipeline pipeline, TrackingStore tracking, SparkSession spark) {
    this.pipeline = pipeline;
    this.tracking = tracking;
    this.spark = spark;
  }

  /**
   * Repairs what can be repaired of the jobs that a report tells of.
   *
   * @return what was set right
   * @throws dev.medallion.tracking.LeaseHeld if one of the jobs is running
   */
  public List<Disagreement> of(Report report) {
    List<Disagreement> repaired = new ArrayList<>();
    for (Job job : pipeline.jobs()) {
      List<Disagreement> found =
          report.disagreements().stream()
              .filter(one -> one.job().equals(job.name()) && one.fix().isPresent())
              .toList();
      if (!found.isEmpty()) {
        repaired.addAll(repair(job, found));
      }
    }
    return repaired;
  }

  private List<Disagreement> repair(Job job, List<Disagreement> found) {
    Spool spool =
        Spool.beside(
            job.checkpoint(),
            spark.sessionState().newHadoopConf(),
            pipeline.tracking().spoolLimit());
    Run run = tracking.start(pipeline.start(job, spark), OnOutage.FAIL, spool, told -> {});
    try {
      List<Disagreement> repaired = new ArrayList<>(closed(found));
      List<Disagreement> now =
          new Reconciliation(pipeline, List.of(job.name()), Optional.of(tracking), spark)
              .compare().disagreements().stream()
                  .filter(one -> one.fix().isPresent() && one.batch() != null)
                  .toList();
      byBatch(now).forEach(batch -> run.amend(amendments(batch)));
      repaired.addAll(now);
      run.finish(RunStatus.COMPLETED, Optional.empty());
      return repaired;
    } catch (RuntimeException e) {
      run.finish(RunStatus.FAILED, Optional.of(e));
      throw e;
    }
  }

  /** The start of a run closes what earlier ones left open, and records what they could not. */
  private static List<Disagreement> closed(List<Disagreement> found) {
    return found.stream()
        .filter(
            one -> one.fix().get() instanceof Fix.Close || one.fix().get() instanceof Fix.Deliver)
        .toList();
  }

  private static List<List<Disagreement>> byBatch(List<Disagreement> found) {
    Map<String, List<Disagreement>> batches = new LinkedHashMap<>();
    found.forEach(
        one ->
            batches
                .computeIfAbsent(one.query() + "/" + one.batch(), any -> new ArrayList<>())
                .add(one));
    return List.copyOf(batches.values());
  }

  private static List<Amendment> amendments(List<Disagreement> batch) {
    List<Amendment> amendments = new ArrayList<>();
    Map<Long, RecordedTask> right = new LinkedHashMap<>();
    Map<Long, Disagreement> why = new LinkedHashMap<>();
    Map<Long, RecordedTask> wrong = new LinkedHashMap<>();
    for (Disagreement one : batch) {
      String reason = REASON.formatted(one.batch(), one.found(), one.against());
      Fix fix = one.fix().get();
      if (fix instanceof Fix.Insert missing) {
        amendments.add(new Amendment.Insert(missing.start(), missing.result(), reason));
      } else if (fix instanceof Fix.Abandon untrue) {
        amendments.add(new Amendment.Abandon(untrue.task(), reason));
      } else if (fix instanceof Fix.Set set) {
        RecordedTask task = set.task();
        wrong.putIfAbsent(task.id(), task);
        why.putIfAbsent(task.id(), one);
        right.merge(task.id(), with(task, set), (before, same) -> with(before, set));
      }
    }
    right.forEach(
        (task, row) ->
            amendments.add(
                new Amendment.Correct(
                    wrong.get(task),
                    row,
                    REASON.formatted(
                        row.batch(), why.get(task).found(), why.get(task).against()))));
    return amendments;
  }

  private static RecordedTask with(RecordedTask row, Fix.Set set) {
    Object value = set.value();
    return new RecordedTask(
        row.id(),
        row.run(),
        row.query(),
        row.batch(),
        row.status(),
        set.field() == Fix.Field.END_TIME ? (Instant) value : row.end(),
        set.field() == Fix.Field.START_OFFSETS ? (String) value : row.startOffsets(),
        set.field() == Fix.Field.END_OFFSETS ? (String) value : row.endOffsets(),
        set.field() == Fix.Field.TARGET ? (String) value : row.target(),
        set.field() == Fix.Field.INPUT_ROWS ? (Long) value : row.inputRows(),
        set.field() == Fix.Field.OUTPUT_ROWS ? (Long) value : row.outputRows(),
        set.field() == Fix.Field.QUARANTINED_ROWS ? (Long) value : row.quarantinedRows(),
        set.field() == Fix.Field.REJECTED_ROWS ? (Long) value : row.rejectedRows(),
        set.field() == Fix.Field.SKIPPED_ROWS ? (Long) value : row.skippedRows(),
        row.lateRows(),
        set.field() == Fix.Field.DELTA_VERSION ? (Long) value : row.deltaVersion());
  }
}
