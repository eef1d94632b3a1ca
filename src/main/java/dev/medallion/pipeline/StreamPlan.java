package dev.medallion.pipeline;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import dev.medallion.source.SourceEvents;
import dev.medallion.source.SourceStream;
import dev.medallion.transform.Duplicates;
import dev.medallion.transform.Expectations;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.StructType;

/**
 * What Spark is asked to run for a job. SQL that looks at each batch alone is left to {@link
 * PlainBatch}, and Spark only reads the source. SQL that keeps state from batch to batch, or joins
 * streams, becomes part of the streaming plan.
 *
 * @param rows the plan
 * @param columns of the SQL's result
 * @param streams that it reads, in the order in which Spark meets them
 * @param state what is remembered from batch to batch; nothing for SQL that looks at each alone
 */
record StreamPlan(Dataset<Row> rows, StructType columns, Streams streams, State state) {
  /** The metric of the rows that were not left out as duplicates. */
  static final String UNIQUE = "medallion_unique";

  private static final Expectations NO_RULES = new Expectations(List.of());

  /** Opens the streams of a job; SQL has a session of its own for the views that it sees. */
  static StreamPlan open(Job job, SparkSession spark, SourceEvents events) {
    SparkSession session = job.query().isNone() ? spark : spark.cloneSession();
    SideViews.ofRun(job, session);
    Map<StreamInput, SourceStream> opened = new LinkedHashMap<>();
    for (StreamInput input : inputs(job)) {
      opened.put(input, input.source().open(session, events));
    }
    Map<StreamInput, Dataset<Row>> rows = new LinkedHashMap<>();
    opened.forEach((input, stream) -> rows.put(input, stream.rows()));
    Dataset<Row> result = result(job, rows);
    State state = State.of(result);
    SourceStream main = opened.get(job.input());
    return state.isNone() && job.streams().isEmpty()
        ? new StreamPlan(main.rows(), result.schema(), Streams.of(job.input(), main), state)
        : new StreamPlan(result, result.schema(), inOrder(result, opened), state);
  }

  /** Whether the SQL is part of the plan. */
  boolean runsSql() {
    return !state.isNone() || streams.opened().size() > 1;
  }

  /** The streams that a job reads, its own source first. */
  static List<StreamInput> inputs(Job job) {
    List<StreamInput> inputs = new ArrayList<>(List.of(job.input()));
    inputs.addAll(job.streams());
    return inputs;
  }

  /** What judges the rows of a stream: the rules of the job are about its own source. */
  static Expectations rules(Job job, StreamInput input) {
    return input.name().equals(StreamInput.MAIN) ? job.expect() : NO_RULES;
  }

  /**
   * The result of the SQL over streaming rows.
   *
   * @param rows of each stream, hidden columns included
   */
  static Dataset<Row> result(Job job, Map<StreamInput, Dataset<Row>> rows) {
    rows.forEach(
        (input, all) -> {
          if (!input.name().equals(StreamInput.MAIN)) {
            timed(job, input, all).createOrReplaceTempView(input.name());
          }
        });
    Dataset<Row> main = timed(job, job.input(), rows.get(job.input()));
    return job.query().apply(unique(job, main));
  }

  private static Dataset<Row> timed(Job job, StreamInput input, Dataset<Row> rows) {
    Dataset<Row> passed = new BatchRows(rows, rules(job, input)).passed(input.metric());
    return input.watermark().map(time -> time.over(passed)).orElse(passed);
  }

  /** Without a watermark duplicates are looked for in each batch alone, which is not done here. */
  private static Dataset<Row> unique(Job job, Dataset<Row> rows) {
    return job.duplicates()
        .filter(keys -> job.watermark().isPresent())
        .map(keys -> observed(keys, rows))
        .orElse(rows);
  }

  private static Dataset<Row> observed(Duplicates keys, Dataset<Row> rows) {
    return keys.across(rows).observe(UNIQUE, count(lit(1)).as(UNIQUE));
  }

  /** Spark numbers the streams as it meets them in the plan. */
  private static Streams inOrder(Dataset<Row> result, Map<StreamInput, SourceStream> opened) {
    List<LogicalPlan> leaves = State.streams(result.queryExecution().analyzed());
    return new Streams(
        opened.entrySet().stream()
            .sorted(Comparator.comparing(stream -> place(stream.getValue(), leaves)))
            .map(stream -> new Streams.Opened(stream.getKey(), stream.getValue()))
            .toList());
  }

  private static int place(SourceStream stream, List<LogicalPlan> leaves) {
    LogicalPlan leaf = State.streams(stream.rows().queryExecution().analyzed()).get(0);
    for (int i = 0; i < leaves.size(); i++) {
      if (State.isSame(leaf, leaves.get(i))) {
        return i;
      }
    }
    throw new IllegalStateException("the SQL does not read the stream " + leaf);
  }
}
