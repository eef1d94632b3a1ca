package dev.medallion.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.fault.Failpoint;
import dev.medallion.fault.Phase;
import dev.medallion.sink.BatchId;
import dev.medallion.sink.Signature;
import dev.medallion.sink.Written;
import dev.medallion.source.SourceStream.Lag;
import dev.medallion.tracking.EventType;
import dev.medallion.tracking.Note;
import dev.medallion.tracking.Run;
import dev.medallion.tracking.Task;
import dev.medallion.tracking.TaskResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/** One attempt at one batch, from its rows to its finished task row. */
record Attempt(
    Job job,
    Streams streams,
    Optional<Drift> drift,
    Run run,
    Task task,
    BatchId batch,
    Checkpoint.Offsets offsets,
    long began) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Attempt(
      Job job,
      Streams streams,
      Optional<Drift> drift,
      Run run,
      Task task,
      BatchId batch,
      Checkpoint.Offsets offsets) {
    this(job, streams, drift, run, task, batch, offsets, System.nanoTime());
  }

  /** Writes the batch in one pass over its rows; a second one only reads what was kept back. */
  BatchReport write(Batch rows) throws InterruptedException {
    Observation resultCounts = new Observation();
    BatchRows result = new BatchRows(rows.result(), job.ensure());
    Dataset<Row> passed = judgesResult() ? result.passed(resultCounts) : result.rows();
    Dataset<Row> fitting = drift.map(columns -> columns.fit(passed)).orElse(passed);
    Failpoint.at(Phase.BEFORE_SINK);
    Written written = job.sink().write(fitting, signature());
    Failpoint.at(Phase.AFTER_SINK);
    Counts in = rows.counts();
    Optional<Counts> out =
        judgesResult() ? Counts.observed(resultCounts, job.ensure()) : Optional.of(Counts.NONE);
    TaskResult counted = quarantined(rows, written, in, out.orElseGet(() -> count(rows)));
    task.complete(counted);
    return report(counted);
  }

  /**
   * The target held the batch already: the process that wrote it died before it could record it,
   * perhaps even before it wrote the quarantine. The rows stay as they are, the quarantine is
   * written if it is not there, and the counts, which went with that process, are made again.
   */
  BatchReport recover(Batch rows, Written written) throws InterruptedException {
    Counts in = rows.recount();
    TaskResult counted = quarantined(rows, written, in, judgesResult() ? count(rows) : Counts.NONE);
    task.recover(counted);
    return report(counted);
  }

  private boolean judgesResult() {
    return !job.ensure().rules().isEmpty();
  }

  private Counts count(Batch rows) {
    return new BatchRows(rows.again(), job.ensure()).count();
  }

  private TaskResult quarantined(Batch rows, Written written, Counts in, Counts out) {
    var quarantine = new Quarantine(job, run.uuid(), task.id(), batch);
    List<Dataset<Row>> found = new ArrayList<>();
    if (in.keptBack() > 0) {
      found.addAll(ofInputs(quarantine, rows.inputs()));
    }
    if (out.keptBack() > 0) {
      found.add(quarantine.ofResult(new BatchRows(rows.again(), job.ensure())));
    }
    found.stream()
        .reduce(Dataset::union)
        .map(this::keep)
        .ifPresent(kept -> compare(kept, in.keptBack() + out.keptBack()));
    Failpoint.at(Phase.BEFORE_TRACKING);
    warn("input", in);
    warn("result", out);
    warnOfLate(in);
    return new TaskResult(
        in.total(),
        orNull(written.rows()),
        in.keptBack(),
        out.keptBack(),
        in.skipped(),
        in.late(),
        orNull(written.version()),
        lag(),
        offsets.watermark().orElse(null));
  }

  private Written keep(Dataset<Row> rows) {
    Failpoint.at(Phase.BEFORE_QUARANTINE);
    return job.quarantine().write(rows, signature());
  }

  private List<Dataset<Row>> ofInputs(Quarantine quarantine, List<BatchRows> inputs) {
    List<Dataset<Row>> found = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      String source = streams.opened().get(i).source().name();
      found.add(quarantine.ofInput(inputs.get(i), source, streams.provenance(i, offsets)));
    }
    return found;
  }

  /** Rows that are read twice could be judged twice. */
  private void compare(Written quarantine, long keptBack) {
    long found = quarantine.rows().orElse(keptBack);
    if (found != keptBack) {
      note(
          "%d rows were kept back, but %s took %d: a rule or the SQL gives another answer at each look"
              .formatted(keptBack, job.quarantine().name(), found));
    }
  }

  private void warn(String stage, Counts counts) {
    if (counts.keptBack() > 0) {
      note(
          "%d of %d rows of the %s went to %s"
              .formatted(counts.keptBack(), counts.total(), stage, job.quarantine().name()));
    }
    counts
        .warnings()
        .forEach(
            (rule, broken) ->
                note(
                    "%d rows of the %s broke the rule %s".formatted(broken, stage, rule.toText())));
  }

  /** A watermark that drops what nobody expected to be late is set too tight. */
  private void warnOfLate(Counts counts) {
    if (counts.late() > 0) {
      note(
          "%d rows came behind the watermark, %s, and were left out"
              .formatted(counts.late(), offsets.watermark().map(Instant::toString).orElse("")));
    }
  }

  private void note(String finding) {
    run.note(Note.warning(EventType.QUALITY, "batch " + batch.number(), finding));
  }

  private Signature signature() {
    return new Signature(
        job.name(), run.uuid(), task.id(), batch, offsets.fingerprint().toString());
  }

  /** Whether the commit that bears the batch's number was made of the same input. */
  static boolean isOf(Checkpoint.Offsets offsets, Written written) {
    return Signature.fits(written.note(), offsets.fingerprint().toString());
  }

  private BatchReport report(TaskResult counted) {
    return new BatchReport(
        job.name(), batch.number(), counted, streams.lag(offsets), System.nanoTime() - began);
  }

  private String lag() {
    Lag lag = streams.lag(offsets);
    return lag.isKnown() ? json(lag.parts()) : null;
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Long orNull(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }
}
