package dev.medallion.pipeline;

import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.pipeline.Outcome.Ending;
import dev.medallion.sink.Sink.Guarantee;
import dev.medallion.tracking.Run;
import dev.medallion.tracking.RunStatus;
import dev.medallion.tracking.TrackingStore;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Sends rows of a job's quarantine through the job once more, as it is configured now. It holds the
 * job's lease meanwhile, as a run that is on record.
 */
public final class Replay implements AutoCloseable {
  private final Pipeline pipeline;
  private final Job job;
  private final TrackingStore tracking;
  private final SparkSession spark;
  private final Configuration hadoop;

  private Replay(Pipeline pipeline, Job job, TrackingStore tracking, SparkSession spark) {
    this.pipeline = pipeline;
    this.job = job;
    this.tracking = tracking;
    this.spark = spark;
    this.hadoop = spark.sessionState().newHadoopConf();
  }

  /**
   * Prepares it; changes nothing.
   *
   * @throws dev.medallion.tracking.TrackingUnavailable if the store cannot be used
   */
  public static Replay open(Pipeline pipeline, String name) {
    Job job =
        pipeline.jobs().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    TrackingStore tracking = TrackingStore.open(pipeline.tracking());
    try {
      tracking.ready();
      return new Replay(pipeline, job, tracking, Session.open(pipeline));
    } catch (RuntimeException e) {
      tracking.close();
      throw e;
    }
  }

  /** Whether there is a quarantine at all. */
  public boolean hasQuarantine() {
    return job.quarantine().table().exists(spark);
  }

  /** What it takes the rows from, as people know it. */
  public String quarantine() {
    return job.quarantine().name();
  }

  /** Why the job's rows cannot be replayed; a sentence. */
  public Optional<String> objection() {
    return StreamPlan.open(job, spark, (id, entity, message) -> {}).runsSql()
        ? Optional.of(
            "The SQL of %s keeps state from batch to batch, so rows cannot be sent through it again."
                .formatted(job.name()))
        : Optional.empty();
  }

  /**
   * Does it; never throws.
   *
   * @param told takes what came of it, and what was left out, in sentences
   */
  public Outcome run(ReplayChoice choice, Consumer<String> told) {
    try {
      Run run = tracking.start(pipeline.start(job, spark));
      Outcome outcome = tracked(run, choice, told);
      run.finish(outcome.ok() ? RunStatus.COMPLETED : RunStatus.FAILED, outcome.error());
      return outcome;
    } catch (RuntimeException e) {
      return Outcome.of(e);
    }
  }

  private Outcome tracked(Run run, ReplayChoice choice, Consumer<String> told) {
    try (var heartbeat =
        new Heartbeat(
            job.name(), pipeline.tracking().lease().dividedBy(3), run::renew, lost -> {})) {
      Checkpoint checkpoint = new Checkpoint(job.checkpoint(), hadoop);
      int kept = spark.sessionState().conf().minBatchesToRetain();
      new CheckpointCheck(job, checkpoint, tracking, kept).require();
      job.sink().prepare(spark);
      Job grown = new Growth(job, spark, checkpoint, run, new Teller(told)).grown();
      replay(grown, run, choice, told);
      return Outcome.of(Ending.COMPLETED);
    } catch (Throwable e) {
      return Outcome.of(e);
    }
  }

  private void replay(Job grown, Run run, ReplayChoice choice, Consumer<String> told) {
    SparkSession session = spark.cloneSession();
    SideViews.ofRun(grown, session);
    StreamPlan plan = StreamPlan.open(grown, session, (id, entity, message) -> {});
    ReplayNotes notes = ReplayNotes.of(grown, hadoop);
    run.running(notes.query(), notes.query());
    var rules = new ReplayRules(pipeline, job, session);
    var replaying = new Replaying(grown, plan.columns(), run, session, notes, rules.fingerprint());
    notes
        .begun()
        .ifPresent(begun -> told.accept("A replay was cut off. " + replaying.replay(begun)));
    Optional<ReplayPlan> chosen = replaying.plan(choice);
    if (chosen.isPresent() && job.sink().guarantee() == Guarantee.AT_LEAST_ONCE) {
      told.accept(
          "%s takes rows at least once: a replay that is cut off may send some twice."
              .formatted(job.sink().name()));
    }
    told.accept(
        chosen
            .map(replaying::replay)
            .orElse("No row of %s waits%s.".formatted(quarantine(), choice)));
    if (grown.source().decoder().isEmpty()) {
      told.accept(
          "Records of %s are not decoded from their text; those that could not be decoded stay."
              .formatted(grown.source().name()));
    }
  }

  /** Tells people what a job has to say. */
  private record Teller(Consumer<String> told) implements BatchListener {
    @Override
    public void batch(BatchReport report) {}

    @Override
    public void say(String job, String message) {
      told.accept(message);
    }

    @Override
    public void ended(String job, Outcome outcome) {}
  }

  @Override
  public void close() {
    tracking.close();
  }
}
