package dev.medallion.pipeline;

import dev.medallion.fault.Failpoint;
import dev.medallion.fault.Phase;
import dev.medallion.sink.BatchId;
import dev.medallion.sink.Signature;
import dev.medallion.sink.TargetAhead;
import dev.medallion.sink.Written;
import dev.medallion.source.Source;
import dev.medallion.tracking.BatchStart;
import dev.medallion.tracking.EventType;
import dev.medallion.tracking.Note;
import dev.medallion.tracking.Run;
import dev.medallion.tracking.Task;
import dev.medallion.tracking.TaskResult;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The replays of one run. A replay is a batch of a query of its own: its plan is noted, its rows
 * are written with their proof, the rows of the quarantine are marked in one commit that has the
 * same proof, the task row is completed, the plan is noted as done. A process that dies between two
 * of these steps leaves a plan that the next replay of the job carries out from the step that it
 * finds undone, with the same rows. One that fails with nothing written, for certain, is done with.
 *
 * @param rules the fingerprint of what decides whether a row passes
 */
record Replaying(
    Job job, StructType columns, Run run, SparkSession session, ReplayNotes notes, String rules) {

  /** Chooses rows; empty where none waits that is meant. */
  Optional<ReplayPlan> plan(ReplayChoice choice) {
    marks().prepare();
    boolean decodes = job.source().decoder().isPresent();
    var all = new ReplayPlan(notes.next(), marks().version(), 0, decodes, choice, false);
    long rows = rows().chosen(all).count();
    return rows == 0
        ? Optional.empty()
        : Optional.of(new ReplayPlan(all.number(), all.version(), rows, decodes, choice, false));
  }

  /** Replays the rows of a plan, or what is left to do of it; returns what came of it. */
  String replay(ReplayPlan plan) {
    notes.begin(plan);
    BatchId batch = new BatchId(notes.query(), plan.number());
    run.note(action(plan, "replays %d rows of %s%s".formatted(plan.rows(), name(), plan.choice())));
    ReplayMarks.Fates fates =
        run.completed(batch.query(), batch.number())
            ? marks().fates(job, batch, marks().written(batch).orElseThrow())
            : recorded(plan, batch);
    notes.done(plan);
    String told =
        "Replayed %d of %d rows of %s; %d stayed."
            .formatted(plan.rows() - fates.stayed(), plan.rows(), name(), fates.stayed());
    String more =
        fates.rejected() == 0
            ? ""
            : " Of the result, %d rows broke a rule and were added.".formatted(fates.rejected());
    run.note(action(plan, told + more));
    return told + more;
  }

  private ReplayMarks.Fates recorded(ReplayPlan plan, BatchId batch) {
    Failpoint.at(Phase.BEFORE_TASK);
    Task task =
        run.begin(
            new BatchStart(batch.query(), batch.number(), null, plan.end(), job.sink().name()));
    try {
      return attempted(plan, batch, task);
    } catch (Throwable e) {
      alsoDo(() -> task.fail(e), e);
      alsoDo(() -> giveUp(plan, batch), e);
      throw e;
    }
  }

  private static void alsoDo(Runnable step, Throwable failure) {
    try {
      step.run();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Where nothing is written, nor will be, the number is used up and the rows wait. */
  private void giveUp(ReplayPlan plan, BatchId batch) {
    boolean neverWrote = notes.begun().filter(begun -> !begun.writes()).isPresent();
    boolean unwritten = job.sink().written(session, batch).isEmpty();
    if (unwritten && (neverWrote || job.sink().lacks(session, batch)) && marks().lack(batch)) {
      run.renew();
      notes.done(plan);
      run.note(action(plan, "is given up with nothing written; its rows wait"));
    }
  }

  private ReplayMarks.Fates attempted(ReplayPlan plan, BatchId batch, Task task) {
    Optional<Written> earlier = earlier(plan, batch);
    Optional<Written> marked = marks().written(batch);
    Written written = earlier.orElse(Written.UNKNOWN);
    if (marked.isEmpty()) {
      earlier.ifPresent(before -> requireSameRules(before, plan));
      var signature = new Signature(job.name(), run.uuid(), task.id(), batch, origin(plan).text());
      Dataset<Row> input = rows().input(plan);
      Dataset<Row> result = rows().result(plan, input);
      written = earlier.orElseGet(() -> write(plan, result, signature));
      earlier.ifPresent(before -> compare(before, result, plan));
      Failpoint.at(Phase.AFTER_SINK);
      run.renew();
      Failpoint.at(Phase.BEFORE_QUARANTINE);
      var quarantine = new Quarantine(job, run.uuid(), task.id(), batch);
      marked = Optional.of(marks().write(input, result, quarantine, signature));
    }
    Failpoint.at(Phase.BEFORE_TRACKING);
    ReplayMarks.Fates fates = marks().fates(job, batch, marked.get());
    TaskResult told = told(plan, written, fates);
    if (earlier.isPresent()) {
      task.recover(told);
    } else {
      task.complete(told);
    }
    Failpoint.at(Phase.AFTER_TRACKING);
    return fates;
  }

  /** What the target has of a replay whose process died. */
  private Optional<Written> earlier(ReplayPlan plan, BatchId batch) {
    Optional<Written> earlier = job.sink().written(session, batch);
    if (earlier.filter(any -> !origin(plan).fitsRows(any)).isPresent()) {
      throw new TargetAhead(job.sink().name(), batch.number());
    }
    return earlier;
  }

  private ReplayOrigin origin(ReplayPlan plan) {
    return new ReplayOrigin(plan, rules);
  }

  /** The quarantine must be told the fates by which the target was written. */
  private void requireSameRules(Written written, ReplayPlan plan) {
    if (!origin(plan).fitsRules(written)) {
      throw new IllegalStateException(
          "%s has the rows of replay %d, which began with another configuration of %s: finish it with that one, then replay again with the new one"
              .formatted(job.sink().name(), plan.number(), job.name()));
    }
  }

  private Written write(ReplayPlan plan, Dataset<Row> result, Signature signature) {
    Dataset<Row> passed = ReplayRows.passed(result);
    Optional<Drift> drift = Drift.of(job, columns, session);
    drift.ifPresent(target -> target.settle(session));
    Dataset<Row> fitting = drift.map(target -> target.fit(passed)).orElse(passed);
    try {
      job.sink().verify(fitting);
    } catch (Exception e) {
      throw new IllegalStateException(job.sink().name() + ": " + e.getMessage(), e);
    }
    run.renew();
    notes.begin(plan.writing());
    Failpoint.at(Phase.BEFORE_SINK);
    Written written = job.sink().write(fitting, signature);
    requireSameRules(written, plan);
    return written;
  }

  /** A rule that gives another answer at each look may judge a row twice, before and behind it. */
  private void compare(Written before, Dataset<Row> result, ReplayPlan plan) {
    OptionalLong written = before.rows();
    long passed = result.where(result.col(Source.REASONS).isNull()).count();
    if (!job.sink().replaces() && written.isPresent() && written.getAsLong() != passed) {
      String finding =
          "%s has %d rows of it, but by now %d pass: a rule or the SQL gives another answer at each look";
      run.note(
          Note.warning(
              EventType.QUALITY,
              "replay " + plan.number(),
              finding.formatted(job.sink().name(), written.getAsLong(), passed)));
    }
  }

  private TaskResult told(ReplayPlan plan, Written written, ReplayMarks.Fates fates) {
    return new TaskResult(
        plan.rows(),
        written.rows().isPresent() ? written.rows().getAsLong() : null,
        fates.stayed(),
        fates.rejected(),
        job.duplicates().isPresent() ? null : 0L,
        null,
        written.version().isPresent() ? written.version().getAsLong() : null,
        null,
        null);
  }

  private Note action(ReplayPlan plan, String message) {
    return Note.info(EventType.OPERATOR_ACTION, "replay " + plan.number(), message);
  }

  private ReplayRows rows() {
    return new ReplayRows(job, columns, session);
  }

  private ReplayMarks marks() {
    return new ReplayMarks(job.quarantine(), session);
  }

  private String name() {
    return job.quarantine().name();
  }
}
