package dev.medallion.pipeline;

import dev.medallion.config.Section;
import dev.medallion.sink.Sink;
import dev.medallion.source.DeltaSource;
import dev.medallion.source.Source;
import dev.medallion.source.SourceRefused;
import dev.medallion.source.StaticInput;
import dev.medallion.transform.Expectation;
import dev.medallion.transform.Expectation.Action;
import dev.medallion.transform.Expectations;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
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
      results.put(job, inputs(job).flatMap(columns -> result(job, columns)));
    }
    return results.get(job);
  }

  /** The columns of each stream; empty if those of one are not known yet. */
  private Optional<Map<StreamInput, StructType>> inputs(Job job) {
    Map<StreamInput, StructType> inputs = new LinkedHashMap<>();
    for (StreamInput input : StreamPlan.inputs(job)) {
      Optional<StructType> columns = columns(job, input);
      if (columns.isEmpty()) {
        return Optional.empty();
      }
      inputs.put(input, columns.get());
    }
    return Optional.of(inputs);
  }

  private Optional<StructType> columns(Job job, StreamInput input) {
    Source source = input.source();
    try {
      return source.schema(spark).or(() -> written(job, source.name()).map(DeltaSource::of));
    } catch (SourceRefused e) {
      Section block = pipeline.file().root().sections("jobs").get(job.name());
      Section at =
          input.name().equals(StreamInput.MAIN)
              ? block.section("source")
              : block.section("inputs").section(input.name());
      at.problem("", Sentences.of(e));
      return Optional.empty();
    }
  }

  /** What the job writes that makes a table which this one reads. */
  private Optional<StructType> written(Job reader, String table) {
    return pipeline.jobs().stream()
        .filter(job -> !job.equals(reader) && job.sink().name().equals(table))
        .findFirst()
        .flatMap(this::result);
  }

  private Optional<StructType> result(Job job, Map<StreamInput, StructType> columns) {
    Section block = pipeline.file().root().sections("jobs").get(job.name());
    boolean sound = judge(block, "expect", job.expect(), none(columns.get(job.input())));
    Job judged = sound ? job : job.unjudged();
    if (!makeViews(block, job)) {
      return Optional.empty();
    }
    Optional<Dataset<Row>> result = new SqlCheck(spark, block, judged).result(streams(columns));
    Optional<Dataset<Row>> rows = result.map(found -> none(found.schema()));
    rows.ifPresent(found -> judge(block, "ensure", job.ensure(), found));
    rows.ifPresent(found -> verify(block.section("sink"), job.sink(), found));
    rows.flatMap(found -> Drift.of(job, found.schema(), spark))
        .flatMap(Drift::problem)
        .ifPresent(problem -> block.problem("sink", problem));
    return rows.map(Dataset::schema);
  }

  private Map<StreamInput, Dataset<Row>> streams(Map<StreamInput, StructType> columns) {
    Map<StreamInput, Dataset<Row>> streams = new LinkedHashMap<>();
    columns.forEach(
        (input, schema) ->
            streams.put(
                input,
                spark.internalCreateDataFrame(
                    spark.emptyDataFrame().queryExecution().toRdd(), schema, true)));
    return streams;
  }

  private Dataset<Row> none(StructType columns) {
    return spark.createDataFrame(List.of(), columns);
  }

  /** Whether all tables and files that the job joins have columns that are known. */
  private boolean makeViews(Section block, Job job) {
    boolean known = true;
    for (StaticInput input : job.tables()) {
      Optional<StructType> columns = columns(block, job, input);
      columns.ifPresent(found -> none(found).createOrReplaceTempView(input.name()));
      known &= columns.isPresent();
    }
    return known;
  }

  private Optional<StructType> columns(Section block, Job job, StaticInput input) {
    try {
      return input
          .columns(spark)
          .or(() -> input.table().flatMap(table -> written(job, table.name())));
    } catch (Exception e) {
      block
          .section("inputs")
          .section(input.name())
          .problem("", "cannot be read: " + Sentences.of(e));
      return Optional.empty();
    }
  }

  /** Whether all rules are conditions over the rows. */
  private static boolean judge(Section block, String key, Expectations rules, Dataset<Row> rows) {
    boolean sound = true;
    for (Expectation rule : rules.rules()) {
      try {
        rows.withColumn("__broken", rule.broken());
        if (changes(rows.filter(rule.broken())) && rule.action() != Action.WARN) {
          block.section(key).problem(rule.name(), CHANGES);
        }
      } catch (Exception e) {
        block
            .section(key)
            .problem(rule.name(), "not a condition over these rows: " + Sentences.of(e));
        sound = false;
      }
    }
    return sound;
  }

  private static void verify(Section block, Sink sink, Dataset<Row> rows) {
    try {
      sink.verify(rows);
    } catch (Exception e) {
      block.problem("", "cannot write these rows: " + Sentences.of(e));
    }
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
}
