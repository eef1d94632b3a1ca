package dev.medallion.pipeline;

import static org.apache.spark.sql.functions.lit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.plans.logical.Aggregate;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.streaming.IncrementalExecution;
import org.apache.spark.sql.execution.streaming.StateStoreWriter;
import org.apache.spark.sql.execution.streaming.StreamingDeduplicateWithinWatermarkExec;
import org.apache.spark.sql.execution.streaming.WatermarkSupport;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.collection.JavaConverters;

/**
 * The rows of a batch that came behind the watermark.
 *
 * @param total all that were left out for it
 * @param duplicates those of them that were left out where duplicates are looked for
 */
record LateRows(long total, long duplicates) {

  /** Counts the late rows of a batch that has been run. */
  static LateRows of(IncrementalExecution execution, SparkSession spark) {
    long total = 0;
    long duplicates = 0;
    for (SparkPlan node : writers(execution.executedPlan())) {
      long late = node.metrics().apply("numRowsDroppedByWatermark").value();
      boolean deduplicates = node instanceof StreamingDeduplicateWithinWatermarkExec;
      duplicates += deduplicates ? late : 0;
      total += late > 0 && !deduplicates ? inFull(execution, node, spark).orElse(late) : late;
    }
    return new LateRows(total, duplicates);
  }

  private static List<SparkPlan> writers(SparkPlan plan) {
    List<SparkPlan> found = new ArrayList<>();
    plan.foreach(
        node -> {
          if (node instanceof StateStoreWriter) {
            found.add(node);
          }
          return null;
        });
    return found;
  }

  /**
   * Spark counts late rows behind the first step of an aggregate, where those of one group are one
   * row. So they are looked up below the aggregate once more; empty where it is not the only one.
   */
  private static Optional<Long> inFull(
      IncrementalExecution execution, SparkPlan node, SparkSession spark) {
    List<Aggregate> aggregates = aggregates(BatchPlan.written(execution));
    if (aggregates.size() != 1 || !(node instanceof WatermarkSupport aggregate)) {
      return Optional.empty();
    }
    Aggregate only = aggregates.get(0);
    return eventTime(only)
        .flatMap(time -> isLate(time, aggregate.eventTimeWatermarkForLateEvents()))
        .map(late -> new Filter(late, BatchPlan.settled(only.child(), spark)))
        .map(rows -> Dataset.ofRows(spark, rows).count());
  }

  private static List<Aggregate> aggregates(LogicalPlan plan) {
    List<Aggregate> found = new ArrayList<>();
    plan.foreach(
        node -> {
          if (node instanceof Aggregate aggregate && node.isStreaming()) {
            found.add(aggregate);
          }
          return null;
        });
    return found;
  }

  private static Optional<Attribute> eventTime(Aggregate aggregate) {
    return JavaConverters.seqAsJavaList(aggregate.groupingExpressions()).stream()
        .filter(Attribute.class::isInstance)
        .map(Attribute.class::cast)
        .filter(group -> group.metadata().contains(EventTimeWatermark.delayKey()))
        .findFirst();
  }

  /**
   * As {@code WatermarkSupport} has it for rows that it compiles for, in words that Spark analyses.
   */
  private static Optional<Expression> isLate(Attribute time, Option<Object> watermark) {
    if (watermark.isEmpty()) {
      return Optional.empty();
    }
    Column column = new Column(time);
    Column end = time.dataType() instanceof StructType ? column.getField("end") : column;
    return Optional.of(end.leq(lit(Instant.ofEpochMilli((Long) watermark.get()))).expr());
  }
}
