package dev.medallion.pipeline;

import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.fault.Failpoint;
import dev.medallion.fault.Phase;
import dev.medallion.kafka.BrokerRefused;
import dev.medallion.kafka.Refusals;
import dev.medallion.sink.BatchId;
import dev.medallion.sink.Sink.Guarantee;
import dev.medallion.sink.TargetAhead;
import dev.medallion.sink.Written;
import dev.medallion.source.Source.Extent;
import dev.medallion.tracking.BatchStart;
import dev.medallion.tracking.EventType;
import dev.medallion.tracking.Note;
import dev.medallion.tracking.Run;
import dev.medallion.tracking.Task;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * The body of {@code foreachBatch}: records that the batch began, writes its rows with the proof in
 * the same commit, quarantines what was kept back, records how it ended. What happens when the
 * process dies between two of these steps is told at {@link Attempt#recover}.
 */
final class BatchWriter implements VoidFunction2<Dataset<Row>, Long> {
  private static final long serialVersionUID = 1L;

  private final transient Job job;
  private final transient StreamPlan plan;
  private final transient Optional<Drift> drift;
  private final transient Checkpoint checkpoint;
  private final transient Run run;
  private final transient Gate gate;
  private final transient BatchListener listener;
  private final transient CompletableFuture<StreamingQuery> query = new CompletableFuture<>();
  private transient boolean mayReplay;

  BatchWriter(
      Job job,
      StreamPlan plan,
      Optional<Drift> drift,
      Checkpoint checkpoint,
      Run run,
      Gate gate,
      BatchListener listener) {
    this.job = job;
    this.plan = plan;
    this.drift = drift;
    this.checkpoint = checkpoint;
    this.run = run;
    this.gate = gate;
    this.listener = listener;
    this.mayReplay = checkpoint.exists();
  }

  /** Tells the query, which is known only after it has started. */
  void started(StreamingQuery started) {
    query.complete(started);
  }

  @Override
  public void call(Dataset<Row> rows, Long number) throws InterruptedException {
    gate.enter(number, () -> query.isDone() && !query.join().isActive());
    try {
      StreamingQuery started = query.join();
      write(batch(started, rows), rows.sparkSession(), new BatchId(started.id(), number));
    } finally {
      gate.leave();
    }
  }

  private Batch batch(StreamingQuery started, Dataset<Row> rows) {
    return plan.runsSql()
        ? new StatefulBatch(job, plan.streams(), started, rows)
        : new PlainBatch(job, BatchPlan.of(started, rows));
  }

  private void write(Batch rows, SparkSession spark, BatchId batch) throws InterruptedException {
    var offsets = checkpoint.offsets(batch.number());
    boolean first = mayReplay;
    mayReplay = false;
    Optional<Written> earlier = first ? earlier(spark, batch, offsets) : Optional.empty();
    if (first && isKnown(batch, earlier)) {
      rows.pass();
      run.note(
          Note.info(
              EventType.STATE_CHANGE,
              "batch " + batch.number(),
              "was run again by Spark; " + job.sink().name() + " and its task row had it already"));
      return;
    }
    Optional<BatchReport> report = Optional.empty();
    while (report.isEmpty()) {
      Failpoint.at(Phase.BEFORE_TASK);
      Task task = run.begin(start(batch, offsets));
      report =
          report(new Attempt(job, plan.streams(), drift, run, task, batch, offsets), rows, earlier);
    }
    listener.batch(report.get());
    Failpoint.at(Phase.AFTER_TRACKING);
  }

  /** Empty if the attempt failed because some of the batch is gone, and the rest can be read. */
  private Optional<BatchReport> report(Attempt attempt, Batch rows, Optional<Written> earlier)
      throws InterruptedException {
    try {
      return Optional.of(
          earlier.isPresent() ? attempt.recover(rows, earlier.get()) : attempt.write(rows));
    } catch (Throwable e) {
      fail(attempt.task(), e);
      if (Causes.isInterruption(e) || !hasShrunk(attempt, e)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** A broker that is away may be why the attempt failed, or only be away as well. */
  private boolean hasShrunk(Attempt attempt, Throwable failure) {
    try {
      return plan.streams().hasShrunk(attempt.offsets());
    } catch (BrokerRefused refused) {
      if (Refusals.isSilence(failure)) {
        refused.addSuppressed(failure);
        throw refused;
      }
      failure.addSuppressed(refused);
      return false;
    }
  }

  private static void fail(Task task, Throwable error) {
    try {
      task.fail(error);
    } catch (RuntimeException e) {
      error.addSuppressed(e);
    }
  }

  /** Whether the batch is on record as done; a target without proofs is believed to hold it. */
  private boolean isKnown(BatchId batch, Optional<Written> earlier) {
    boolean proven = job.sink().guarantee() == Guarantee.EXACTLY_ONCE;
    return (earlier.isPresent() || !proven) && run.completed(batch.query(), batch.number());
  }

  /**
   * Only the first batch of a process that found a checkpoint can have been written before; later
   * ones are new.
   */
  private Optional<Written> earlier(SparkSession spark, BatchId batch, Checkpoint.Offsets offsets) {
    Optional<Written> earlier = job.sink().written(spark, batch);
    if (earlier.filter(written -> !Attempt.isOf(offsets, written)).isPresent()) {
      throw new TargetAhead(job.sink().name(), batch.number());
    }
    return earlier;
  }

  private BatchStart start(BatchId batch, Checkpoint.Offsets offsets) {
    Extent extent = plan.streams().extent(offsets);
    return new BatchStart(
        batch.query(), batch.number(), extent.start(), extent.end(), job.sink().name());
  }
}
