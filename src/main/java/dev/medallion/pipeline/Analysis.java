package dev.medallion.pipeline;

import dev.medallion.config.Section;
import dev.medallion.sink.Sink;
import dev.medallion.source.DeltaSource;
import dev.medallion.transform.Expectation;
import dev.medallion.transform.Expectation.Action;
import dev.medallion.transform.Expectations;
import dev.medallion.transform.Query;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.trees.TreePattern;
import org.apache.spark.sql.types.StructType;

/**
 * Analyses the plans of a pipeline's jobs without touching data. A table that a job of the pipeline
 * is still to make has the columns of that job's result.
 */
final class Analysis {
  private static final String CHANGES =
      "gives another answer at each look, by chance or by the clock, and rows that it keeps back are"
          + " looked at twice; compare with a column, such as _ingested_at";

  private final Pipeline pipeline;
  private final SparkSession spark;
  private final Map<Job, Optional<StructType>> results = new HashMap<>();

  private Analysis(Pipeline pipeline, SparkSession spark) {
    this.pipeline = pipeline;
    this.spark = spark.newSession();
  }

  /**
   * Analyses every job.
   *
   * @throws dev.medallion.config.ConfigurationException with all problems found
   */
  static void verify(Pipeline pipeline, SparkSession spark) {
    Analysis analysis = new Analysis(pipeline, spark);
    pipeline.jobs().forEach(analysis::result);
    pipeline.file().verify();
  }

  /** The columns that a job writes; empty if they cannot be known, or are not to be had. */
  private Optional<StructType> result(Job job) {
    if (!results.containsKey(job)) {
      results.put(job, Optional.empty());
      results.put(job, input(job).flatMap(columns -> result(job, columns)));
    }
    return results.get(job);
  }

  private Optional<StructType> input(Job job) {
    return job.source().schema(spark).or(() -> written(job).map(DeltaSource::of));
  }

  private Optional<StructType> written(Job job) {
    return pipeline.jobs().stream().filter(job::follows).findFirst().flatMap(this::result);
  }

  private Optional<StructType> result(Job job, StructType columns) {
    Section block = pipeline.file().root().sections("jobs").get(job.name());
    Dataset<Row> input = spark.createDataFrame(List.of(), columns);
    judge(block, "expect", job.expect(), input);
    BatchRows visible = new BatchRows(input, new Expectations(List.of()));
    Optional<Dataset<Row>> result = queried(block, job.query(), visible.passed());
    result.ifPresent(rows -> judge(block, "ensure", job.ensure(), rows));
    result.ifPresent(rows -> verify(block.section("sink"), job.sink(), rows));
    return result.map(Dataset::schema);
  }

  private static void judge(Section block, String key, Expectations rules, Dataset<Row> rows) {
    for (Expectation rule : rules.rules()) {
      try {
        rows.withColumn("__broken", rule.broken());
        if (changes(rows.filter(rule.broken())) && rule.action() != Action.WARN) {
          block.section(key).problem(rule.name(), CHANGES);
        }
      } catch (Exception e) {
        block.section(key).problem(rule.name(), "not a condition over these rows: " + sentence(e));
      }
    }
  }

  private static void verify(Section block, Sink sink, Dataset<Row> rows) {
    try {
      sink.verify(rows);
    } catch (Exception e) {
      block.problem("", "cannot write these rows: " + sentence(e));
    }
  }

  private Optional<Dataset<Row>> queried(Section block, Query query, Dataset<Row> input) {
    try {
      if (acts(query)) {
        block.problem("sql", query.name() + " is not a SELECT, and would change things by itself");
        return Optional.empty();
      }
      Dataset<Row> result = query.apply(input);
      if (aggregates(result.queryExecution().analyzed())) {
        block.problem(
            "sql",
            query.name()
                + " aggregates, which would be done for each batch alone; a job passes rows on one"
                + " by one");
      }
      return Optional.of(result);
    } catch (Exception e) {
      block.problem("sql", query.name() + place(e) + ": " + sentence(e));
      return Optional.empty();
    }
  }

  /** Whether analysing the text would carry it out, such as a CREATE or an INSERT. */
  private boolean acts(Query query) throws ParseException {
    return !query.text().isEmpty()
        && spark
            .sessionState()
            .sqlParser()
            .parsePlan(query.text())
            .find(node -> node instanceof Command || node instanceof ParsedStatement)
            .isDefined();
  }

  private static boolean changes(Dataset<Row> judged) {
    return judged
        .queryExecution()
        .analyzed()
        .find(
            node ->
                node instanceof Filter filter
                    && (!filter.condition().deterministic()
                        || filter.condition().containsPattern(TreePattern.CURRENT_LIKE())))
        .isDefined();
  }

  private static boolean aggregates(LogicalPlan plan) {
    return plan.find(node -> node instanceof Aggregate).isDefined();
  }

  private static String place(Exception e) {
    return e instanceof AnalysisException at && at.line().isDefined()
        ? ": line %s, column %s".formatted(at.line().get(), (Integer) at.startPosition().get() + 1)
        : "";
  }

  /** Spark explains at length; the first line, behind the name of the error, says what is wrong. */
  private static String sentence(Exception e) {
    String message = e instanceof AnalysisException at ? at.message() : e.getMessage();
    return message.strip().lines().findFirst().orElse("").replaceFirst("^\\[[A-Z_.]+] ", "");
  }
}
