package dev.medallion.pipeline;

import dev.medallion.tracking.TrackingStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.sql.SparkSession;

/** Runs jobs of a pipeline in this process, each as a query of its own. */
public final class Runner implements AutoCloseable {
  private final Pipeline pipeline;
  private final TrackingStore tracking;
  private final SparkSession spark;
  private final BatchListener listener;
  private final Map<Job, JobRun> runs = new LinkedHashMap<>();

  private Runner(
      Pipeline pipeline,
      List<Job> jobs,
      TrackingStore tracking,
      SparkSession spark,
      BatchListener listener) {
    this.pipeline = pipeline;
    this.tracking = tracking;
    this.spark = spark;
    this.listener = listener;
    for (Job job : jobs) {
      runs.put(
          job,
          new JobRun(job, spark, tracking, pipeline.tracking(), pipeline.stopGrace(), listener));
    }
  }

  /**
   * Prepares some jobs to run: opens the tracking store, which must be ready, and the session.
   *
   * @param names the jobs; all if empty
   * @throws dev.medallion.tracking.TrackingUnavailable if the store cannot be used
   */
  public static Runner open(Pipeline pipeline, List<String> names, BatchListener listener) {
    List<Job> jobs =
        pipeline.jobs().stream()
            .filter(job -> names.isEmpty() || names.contains(job.name()))
            .toList();
    TrackingStore tracking = TrackingStore.open(pipeline.tracking());
    try {
      tracking.ready();
      SparkSession spark = Session.open(pipeline);
      Analysis.verify(pipeline, spark);
      return new Runner(pipeline, jobs, tracking, spark, listener);
    } catch (RuntimeException e) {
      tracking.close();
      throw e;
    }
  }

  /**
   * Runs the jobs until all have ended. A job that drains its source begins when those that write
   * to it have ended; a job that fails does not stop the others.
   *
   * @return how each job ended, in the order of the file
   */
  public Map<String, Outcome> run() {
    ExecutorService threads = Executors.newCachedThreadPool();
    try {
      Map<Job, CompletableFuture<Outcome>> ends = new LinkedHashMap<>();
      runs.keySet().forEach(job -> ends.put(job, new CompletableFuture<>()));
      runs.keySet().forEach(job -> threads.execute(() -> follow(job, ends)));
      Map<String, Outcome> outcomes = new LinkedHashMap<>();
      ends.forEach((job, end) -> outcomes.put(job.name(), end.join()));
      return outcomes;
    } finally {
      threads.shutdown();
    }
  }

  /** Asks all jobs to finish the batch in hand and stop; returns at once. */
  public void stop() {
    runs.values().forEach(JobRun::stop);
  }

  private void follow(Job job, Map<Job, CompletableFuture<Outcome>> ends) {
    if (job.pace().drains()) {
      ends.forEach(
          (other, end) -> {
            if (!other.equals(job) && job.follows(other)) {
              end.join();
            }
          });
    }
    Outcome outcome = end(job);
    try {
      listener.ended(job.name(), outcome);
    } finally {
      ends.get(job).complete(outcome);
    }
  }

  private Outcome end(Job job) {
    try {
      return runs.get(job).run(pipeline.start(job, spark));
    } catch (Throwable e) {
      return Outcome.of(e);
    }
  }

  @Override
  public void close() {
    tracking.close();
  }
}
