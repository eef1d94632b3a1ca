package dev.medallion.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.sink.BatchId;
import dev.medallion.sink.Signature;
import dev.medallion.sink.Written;
import dev.medallion.source.SourceStream;
import dev.medallion.source.SourceStream.Provenance;
import dev.medallion.tracking.EventType;
import dev.medallion.tracking.Note;
import dev.medallion.tracking.Run;
import dev.medallion.tracking.Task;
import dev.medallion.tracking.TaskResult;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/** One attempt at one batch, from its rows to its finished task row. */
record Attempt(
    Job job,
    SourceStream source,
    Run run,
    Task task,
    BatchId batch,
    Checkpoint.Offsets offsets,
    long began) {
  private static final ObjectMapper JSON = new ObjectMapper();

  Attempt(
      Job job, SourceStream source, Run run, Task task, BatchId batch, Checkpoint.Offsets offsets) {
    this(job, source, run, task, batch, offsets, System.nanoTime());
  }

  /** Writes the batch in one pass over its rows; a second one only reads what was kept back. */
  BatchReport write(Dataset<Row> rows) throws InterruptedException {
    Observation inputCounts = new Observation();
    Observation resultCounts = new Observation();
    BatchRows input = new BatchRows(rows, job.expect());
    BatchRows result = result(input.passed(inputCounts));
    Dataset<Row> passed = judgesResult() ? result.passed(resultCounts) : result.rows();
    Written written = job.sink().write(passed, signature());
    Optional<Counts> in = Counts.observed(inputCounts, job.expect());
    Optional<Counts> out =
        judgesResult() ? Counts.observed(resultCounts, job.ensure()) : Optional.of(Counts.NONE);
    TaskResult counted =
        quarantined(input, written, in.orElseGet(input::count), out.orElseGet(() -> count(input)));
    task.complete(counted);
    return report(counted);
  }

  /**
   * The target held the batch already: the process that wrote it died before it could record it,
   * perhaps even before it wrote the quarantine. The rows stay as they are, the quarantine is
   * written if it is not there, and the counts, which went with that process, are made again.
   */
  BatchReport recover(Dataset<Row> rows, Written written) {
    BatchRows input = new BatchRows(rows, job.expect());
    TaskResult counted =
        quarantined(input, written, input.count(), judgesResult() ? count(input) : Counts.NONE);
    task.recover(counted);
    return report(counted);
  }

  private boolean judgesResult() {
    return !job.ensure().rules().isEmpty();
  }

  private BatchRows result(Dataset<Row> passed) {
    return new BatchRows(job.query().apply(passed), job.ensure());
  }

  private Counts count(BatchRows input) {
    return result(input.passed()).count();
  }

  private TaskResult quarantined(BatchRows input, Written written, Counts in, Counts out) {
    var quarantine = new Quarantine(job, run.uuid(), task.id(), batch);
    Optional<Dataset<Row>> ofInput =
        in.keptBack() == 0 ? Optional.empty() : Optional.of(quarantine.ofInput(input, origins()));
    Optional<Dataset<Row>> ofResult =
        out.keptBack() == 0
            ? Optional.empty()
            : Optional.of(quarantine.ofResult(result(input.passed())));
    ofInput
        .map(rows -> ofResult.map(rows::union).orElse(rows))
        .or(() -> ofResult)
        .map(rows -> job.quarantine().write(rows, signature()))
        .ifPresent(kept -> compare(kept, in.keptBack() + out.keptBack()));
    warn("input", in);
    warn("result", out);
    return new TaskResult(
        in.total(),
        orNull(written.rows()),
        in.keptBack(),
        out.keptBack(),
        in.skipped(),
        orNull(written.version()),
        json(source.lag(offsets.end()).parts()),
        offsets.watermark().orElse(null));
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

  private Map<String, Provenance> origins() {
    return source.provenance(offsets.start(), offsets.end());
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

  private void note(String finding) {
    run.note(Note.warning(EventType.QUALITY, "batch " + batch.number(), finding));
  }

  private Signature signature() {
    return new Signature(job.name(), run.uuid(), task.id(), batch, fingerprint(offsets));
  }

  /** Whether the commit that bears the batch's number was made of the same input. */
  static boolean isOf(Checkpoint.Offsets offsets, Written written) {
    return Signature.fits(written.note(), fingerprint(offsets));
  }

  private static String fingerprint(Checkpoint.Offsets offsets) {
    return UUID.nameUUIDFromBytes(offsets.end().getBytes(StandardCharsets.UTF_8)).toString();
  }

  private BatchReport report(TaskResult counted) {
    return new BatchReport(
        job.name(), batch.number(), counted, source.lag(offsets.end()), System.nanoTime() - began);
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
