package dev.medallion.pipeline;

import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.pipeline.Outcome.Ending;
import dev.medallion.source.DeltaSource;
import dev.medallion.tracking.Run;
import dev.medallion.tracking.RunStart;
import dev.medallion.tracking.RunStatus;
import dev.medallion.tracking.Spool;
import dev.medallion.tracking.TrackingSettings;
import dev.medallion.tracking.TrackingStore;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.OutputMode;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.types.StructType;

/** One run of a job in this process, from its lease to its last word in the tracking store. */
final class JobRun {
  private static final long SOURCE_POLL_MILLIS = 500;

  private Job job;
  private final SparkSession spark;
  private final TrackingStore tracking;
  private final TrackingSettings settings;
  private final Duration grace;
  private final BatchListener listener;
  private final Checkpoint checkpoint;
  private final Gate gate = new Gate();
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private volatile StreamingQuery query;
  private final AtomicReference<Throwable> stopReason = new AtomicReference<>();

  /**
   * @param lease how long the job stays reserved without a sign of life
   * @param grace how long the batch in hand is waited for when the job is to stop
   */
  JobRun(
      Job job,
      SparkSession spark,
      TrackingStore tracking,
      TrackingSettings settings,
      Duration grace,
      BatchListener listener) {
    this.job = job;
    this.spark = spark;
    this.tracking = tracking;
    this.settings = settings;
    this.grace = grace;
    this.listener = listener;
    this.checkpoint = new Checkpoint(job.checkpoint(), spark.sessionState().newHadoopConf());
  }

  /** Runs the job until it ends; never throws. */
  Outcome run(RunStart start) {
    try {
      Run run = started(start);
      Outcome outcome = tracked(run);
      return recorded(run, outcome);
    } catch (Throwable e) {
      return Outcome.of(e);
    }
  }

  private Run started(RunStart start) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    Spool spool = Spool.beside(job.checkpoint(), hadoop, settings.spoolLimit());
    return tracking.start(
        start, settings.onOutage(), spool, message -> listener.say(job.name(), message));
  }

  /** Asks the job to finish the batch in hand and stop; returns at once. */
  void stop() {
    gate.close();
    stopAsked.countDown();
  }

  private Outcome tracked(Run run) {
    try (var heartbeat =
        new Heartbeat(job.name(), settings.lease().dividedBy(3), () -> renew(run), this::fail)) {
      new CheckpointCheck(job, checkpoint, tracking, kept()).require();
      job.sink().prepare(spark);
      if (!awaitSource()) {
        return Outcome.of(stopped() ? Ending.STOPPED : Ending.COMPLETED);
      }
      job = new Growth(job, spark, checkpoint, run, listener).grown();
      return stream(run);
    } catch (Throwable e) {
      Throwable told = Causes.isState(e) ? CheckpointRefused.unreadable(job, e) : e;
      return Outcome.of(Optional.ofNullable(stopReason.get()).orElse(told));
    }
  }

  private int kept() {
    return spark.sessionState().conf().minBatchesToRetain();
  }

  private void renew(Run run) {
    if (run.renew() && !stopped()) {
      listener.say(job.name(), "was asked to stop, and does so after the batch in hand");
      stop();
    }
  }

  private Outcome recorded(Run run, Outcome outcome) {
    try {
      run.finish(status(outcome.ending()), outcome.error());
      return outcome;
    } catch (RuntimeException e) {
      return outcome.ok() ? Outcome.of(e) : outcome;
    }
  }

  private static RunStatus status(Ending ending) {
    return switch (ending) {
      case COMPLETED -> RunStatus.COMPLETED;
      case STOPPED -> RunStatus.STOPPED;
      default -> RunStatus.FAILED;
    };
  }

  /** Waits for a source that is still to be made; a drain has nothing to wait for. */
  private boolean awaitSource() throws InterruptedException {
    var needed = new Needed(job, spark);
    boolean told = false;
    for (var absent = needed.absent(); absent.isPresent(); absent = needed.absent()) {
      if (!told) {
        listener.say(job.name(), absent.get() + " does not exist yet" + plan());
        told = true;
      }
      if (job.pace().drains() || stopAsked.await(SOURCE_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
    }
    return true;
  }

  private String plan() {
    return job.pace().drains() ? "; there is nothing to drain" : "; waiting for it";
  }

  /**
   * A table that is given a column while it is read ends Spark's stream, which begins anew then.
   */
  private Outcome stream(Run run)
      throws TimeoutException, StreamingQueryException, InterruptedException {
    while (true) {
      Optional<StructType> before = tableColumns();
      try {
        return streamOf(run);
      } catch (StreamingQueryException e) {
        Optional<StructType> now = tableColumns();
        if (stopped() || !Causes.isSchemaChange(e) || now.equals(before)) {
          throw e;
        }
        SourceChange change = new SourceChange(job, before.orElseThrow(), now.orElseThrow());
        change.requireAllowed();
        run.note(change.note());
        listener.say(job.name(), change.note().message());
      }
    }
  }

  private Optional<StructType> tableColumns() {
    return job.source() instanceof DeltaSource table ? table.schema(spark) : Optional.empty();
  }

  private Outcome streamOf(Run run)
      throws TimeoutException, StreamingQueryException, InterruptedException {
    StreamPlan plan = StreamPlan.open(job, spark, new RunEvents(job.name(), run, listener));
    plan.state().keepIn(checkpoint);
    var watch = new LimitWatch(listener, job.limit(), this::stopBeyondLimit);
    Optional<Drift> drift = Drift.of(job, plan.columns(), spark);
    drift.ifPresent(columns -> settle(columns, run));
    var writer = new BatchWriter(job, plan, drift, checkpoint, run, gate, watch);
    query =
        plan.rows()
            .writeStream()
            .queryName(job.name())
            .outputMode(plan.runsSql() ? job.output().spark() : OutputMode.Append())
            .foreachBatch(writer)
            .option("checkpointLocation", job.checkpoint())
            .trigger(job.pace().trigger())
            .start();
    try {
      writer.started(query);
      run.running(query.id(), query.runId());
      return awaitEnd(run, plan.streams());
    } finally {
      query.stop();
    }
  }

  private void settle(Drift drift, Run run) {
    drift.settle(spark);
    run.note(drift.note());
    listener.say(job.name(), drift.note().message());
  }

  private Outcome awaitEnd(Run run, Streams streams)
      throws StreamingQueryException, InterruptedException {
    var stop = new OrderlyStop(gate, grace, checkpoint, run);
    Thread stopper = new Thread(() -> stopWhenAsked(stop, streams), "stop-" + job.name());
    stopper.setDaemon(true);
    stopper.start();
    try {
      query.awaitTermination();
    } catch (StreamingQueryException e) {
      if (!stop.cutsOff()) {
        throw e;
      }
    } finally {
      if (!stop.cutsOff()) {
        stopper.interrupt();
      }
      stopper.join();
    }
    if (stopReason.get() != null) {
      return Outcome.of(stopReason.get());
    }
    if (stopped()) {
      return Outcome.of(Ending.STOPPED);
    }
    requireDrained();
    return Outcome.of(Ending.COMPLETED);
  }

  /**
   * Spark also ends without an error when somebody else stops the query, or when its thread dies of
   * an error that it cannot even describe; its status then is that of the step it died in.
   */
  private void requireDrained() {
    String status = query.status().message();
    if (!job.pace().drains() || !status.equals("Stopped") || !checkpoint.isCommitted()) {
      throw new IllegalStateException(
          "the stream ended before its time, without an error; its last status was: " + status);
    }
  }

  private void stopWhenAsked(OrderlyStop stop, Streams streams) {
    try {
      stopAsked.await();
      stop.stop(query, streams);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException | RuntimeException e) {
      fail(e);
    }
  }

  private boolean stopped() {
    return stopAsked.getCount() == 0;
  }

  /** Ends the job at once: it may not go on. */
  private void fail(Throwable reason) {
    stopReason.compareAndSet(null, reason);
    gate.close();
    StreamingQuery running = query;
    if (running != null) {
      try {
        running.stop();
      } catch (TimeoutException e) {
        reason.addSuppressed(e);
      }
    }
    stopAsked.countDown();
  }

  private void stopBeyondLimit(LimitExceeded reason) {
    stopReason.compareAndSet(null, reason);
    stop();
  }
}
