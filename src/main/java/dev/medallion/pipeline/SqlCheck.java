package dev.medallion.pipeline;

import dev.medallion.config.Section;
import dev.medallion.source.StaticInput;
import dev.medallion.source.StaticInput.Reading;
import dev.medallion.transform.Expectation;
import dev.medallion.transform.Expectation.Action;
import dev.medallion.transform.Query;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.UnsupportedOperationChecker;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import scala.collection.JavaConverters;

/**
 * Judges what a job does between its sources and its sink: whether it is SQL over the columns that
 * are there, and whether it can be carried on from batch to batch.
 *
 * @param block the job's, where problems are told
 */
record SqlCheck(SparkSession spark, Section block, Job job) {

  /** The result over streaming rows without any row; empty if there is none. */
  Optional<Dataset<Row>> result(Map<StreamInput, Dataset<Row>> streams) {
    boolean sound = hasEventTimes(streams) & hasKeys(streams.get(job.input()));
    Query query = job.query();
    try {
      if (acts(query)) {
        block.problem("sql", query.name() + " is not a SELECT, and would change things by itself");
        return Optional.empty();
      }
      if (!sound) {
        return Optional.empty();
      }
      Dataset<Row> result = StreamPlan.result(job, streams);
      carriesOn(result);
      return Optional.of(result);
    } catch (Exception e) {
      block.problem("sql", query.name() + Sentences.place(e) + ": " + Sentences.of(e));
      return Optional.empty();
    }
  }

  private boolean hasEventTimes(Map<StreamInput, Dataset<Row>> streams) {
    boolean sound = true;
    for (Map.Entry<StreamInput, Dataset<Row>> stream : streams.entrySet()) {
      StreamInput input = stream.getKey();
      Section at =
          input.name().equals(StreamInput.MAIN)
              ? block
              : block.section("inputs").section(input.name());
      sound &= hasEventTime(at, input, stream.getValue());
    }
    if (!job.streams().isEmpty() && job.watermark().isEmpty()) {
      block.problem(
          "watermark", "is missing; SQL that joins streams must know how long a row is waited for");
      return false;
    }
    return sound;
  }

  private boolean hasEventTime(Section at, StreamInput input, Dataset<Row> rows) {
    try {
      input.watermark().ifPresent(time -> time.over(visible(rows)));
      return true;
    } catch (Exception e) {
      at.problem("watermark", Sentences.of(e));
      return false;
    }
  }

  private boolean hasKeys(Dataset<Row> input) {
    List<String> columns = Arrays.asList(visible(input).columns());
    List<String> missing =
        job.duplicates().stream()
            .flatMap(duplicates -> duplicates.keys().stream())
            .filter(key -> columns.stream().noneMatch(key::equalsIgnoreCase))
            .toList();
    missing.forEach(
        key ->
            block
                .section("duplicates")
                .problem(
                    "keys",
                    "names %s, but the columns are %s".formatted(key, String.join(", ", columns))));
    return missing.isEmpty();
  }

  private Dataset<Row> visible(Dataset<Row> rows) {
    return new BatchRows(rows, StreamPlan.rules(job, job.input())).withoutHidden();
  }

  /** Whether analysing the text would carry it out, such as a CREATE or an INSERT. */
  private boolean acts(Query query) throws ParseException {
    return !query.isNone()
        && spark
            .sessionState()
            .sqlParser()
            .parsePlan(query.text())
            .find(node -> node instanceof Command || node instanceof ParsedStatement)
            .isDefined();
  }

  private void carriesOn(Dataset<Row> result) {
    LogicalPlan plan = result.queryExecution().analyzed();
    State state = State.of(result);
    asksStream(plan);
    supported(plan);
    if (!state.isNone() || !job.streams().isEmpty()) {
      readsOnce(plan);
      keepsNothingBack();
      joinsCurrentTables();
      looksFarEnough();
    }
  }

  private void asksStream(LogicalPlan plan) {
    boolean asks =
        JavaConverters.seqAsJavaList(plan.subqueriesAll()).stream()
            .anyMatch(LogicalPlan::isStreaming);
    if (asks) {
      sql("has a subquery over a stream, which has no end to wait for; join it instead");
    }
  }

  private void supported(LogicalPlan plan) {
    try {
      UnsupportedOperationChecker.checkForStreaming(plan, job.output().spark());
    } catch (Exception e) {
      String spark = e instanceof AnalysisException at ? at.message() : e.getMessage();
      sql(StreamRules.explain(spark).orElseGet(() -> "cannot run on a stream: " + Sentences.of(e)));
    }
  }

  private void readsOnce(LogicalPlan plan) {
    long leaves =
        JavaConverters.seqAsJavaList(plan.collectLeaves()).stream()
            .filter(LogicalPlan::isStreaming)
            .map(leaf -> leaf.output().toString())
            .distinct()
            .count();
    if (leaves > State.streams(plan).size()) {
      sql("reads a stream twice in one statement that remembers; read it once");
    }
  }

  private void keepsNothingBack() {
    for (Expectation rule : job.ensure().rules()) {
      if (rule.action() == Action.QUARANTINE) {
        block
            .section("ensure")
            .problem(
                rule.name(),
                "cannot quarantine rows of a result that is kept up to date from batch to batch;"
                    + " set action = warn or fail, or keep the rows back by expect");
      }
    }
  }

  private void joinsCurrentTables() {
    for (StaticInput table : job.tables()) {
      if (table.reading() == Reading.EACH_BATCH && !table.staysCurrent()) {
        block
            .section("inputs")
            .section(table.name())
            .problem(
                "read",
                "files cannot be read again for each batch by SQL that remembers; set read = once,"
                    + " or join them in a job before this one");
      }
    }
  }

  private void looksFarEnough() {
    if (job.duplicates().isPresent() && job.watermark().isEmpty()) {
      block.problem(
          "duplicates",
          "would have to remember all rows for ever beside SQL that remembers; add watermark, whose"
              + " delay says for how long");
    }
  }

  private void sql(String finding) {
    block.problem("sql", (job.query().name() + " " + finding).strip());
  }
}
