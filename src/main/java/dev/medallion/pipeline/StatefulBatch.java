package dev.medallion.pipeline;

import dev.medallion.transform.Expectations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.streaming.IncrementalExecution;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * A batch whose SQL keeps state from batch to batch, and so is done by Spark. Its rows must be read
 * in full even where nobody needs them, since reading them is what brings the state forward; and
 * once where possible, since each reading does all the work again. The numbers of the input are
 * observed by nodes that {@link StreamPlan} put into the plan, and what was read is found below
 * them.
 */
final class StatefulBatch implements Batch {
  private final Job job;
  private final Streams streams;
  private final Dataset<Row> given;
  private final IncrementalExecution execution;

  StatefulBatch(Job job, Streams streams, StreamingQuery query, Dataset<Row> given) {
    this.job = job;
    this.streams = streams;
    this.given = given;
    this.execution = BatchPlan.execution(query);
  }

  @Override
  public List<BatchRows> inputs() {
    return streams.opened().stream().map(stream -> read(stream.input())).toList();
  }

  private BatchRows read(StreamInput input) {
    SparkSession spark = given.sparkSession();
    LogicalPlan observed =
        BatchPlan.written(execution)
            .find(node -> node instanceof CollectMetrics at && at.name().equals(input.metric()))
            .get();
    LogicalPlan below = BatchPlan.settled(observed.children().head(), spark);
    return new BatchRows(Dataset.ofRows(spark, below), StreamPlan.rules(job, input));
  }

  @Override
  public Dataset<Row> result() {
    return given;
  }

  @Override
  public Dataset<Row> again() {
    return given;
  }

  @Override
  public Counts counts() {
    Counts all = Counts.NONE;
    for (Streams.Opened stream : streams.opened()) {
      all = all.and(counts(stream.input()));
    }
    LateRows late = LateRows.of(execution, given.sparkSession());
    Counts read = all;
    return unique()
        .map(left -> read.leaving(left + late.duplicates()))
        .orElse(read)
        .withLate(late.total());
  }

  private Counts counts(StreamInput input) {
    Expectations rules = StreamPlan.rules(job, input);
    return observed(input.metric())
        .map(numbers -> Counts.of(numbers, rules))
        .orElseGet(() -> read(input).count());
  }

  private Optional<Long> unique() {
    return observed(StreamPlan.UNIQUE).map(numbers -> (Long) numbers.get(StreamPlan.UNIQUE));
  }

  private Optional<Map<String, Object>> observed(String name) {
    scala.Option<Row> found = execution.observedMetrics().get(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Object> numbers = new HashMap<>();
    for (String metric : found.get().schema().fieldNames()) {
      numbers.put(metric, found.get().getAs(metric));
    }
    return Optional.of(numbers);
  }

  @Override
  public Counts recount() {
    pass();
    return counts();
  }

  @Override
  public void pass() {
    given.foreachPartition(
        (ForeachPartitionFunction<Row>) rows -> rows.forEachRemaining(row -> {}));
  }
}
