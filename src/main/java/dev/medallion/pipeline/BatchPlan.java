package dev.medallion.pipeline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.CollectMetrics;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LocalRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
import org.apache.spark.sql.execution.datasources.v2.StreamingDataSourceV2Relation;
import org.apache.spark.sql.execution.streaming.IncrementalExecution;
import org.apache.spark.sql.execution.streaming.StreamingQueryWrapper;
import org.apache.spark.sql.streaming.StreamingQuery;
import scala.collection.Seq;
import scala.runtime.AbstractPartialFunction;

/**
 * The plan behind the rows that {@code foreachBatch} is given. Spark hands over a finished RDD, so
 * a source reads all columns whatever the job's SQL needs. The plan that Spark made for the same
 * batch, with the same source offsets, has the same rows and can be optimized together with the
 * SQL.
 */
final class BatchPlan {
  private BatchPlan() {}

  /**
   * The batch's rows by their plan, where it only reads, selects and filters; the given rows where
   * it does more, or where a platform's Spark has other insides.
   */
  static Dataset<Row> of(StreamingQuery query, Dataset<Row> given) {
    try {
      LogicalPlan plan = settled(written(execution(query)), given.sparkSession());
      return isPlain(plan) ? Dataset.ofRows(given.sparkSession(), plan) : given;
    } catch (LinkageError | ClassCastException e) {
      return given;
    }
  }

  /** How Spark runs the batch in hand. */
  static IncrementalExecution execution(StreamingQuery query) {
    return ((StreamingQueryWrapper) query).streamingQuery().lastExecution();
  }

  /** What the batch in hand hands to its sink. */
  static LogicalPlan written(IncrementalExecution execution) {
    return execution.analyzed().children().head();
  }

  /**
   * A part of a batch's plan as one that can be run by itself: it reads what the batch reads, and
   * counts and remembers nothing.
   */
  static LogicalPlan settled(LogicalPlan part, SparkSession spark) {
    return part.transformUp(new Settled(spark));
  }

  private static boolean isPlain(LogicalPlan plan) {
    boolean leaf = plan instanceof LogicalRelation || plan instanceof LogicalRDD;
    boolean known = leaf || plan instanceof Project || plan instanceof Filter;
    Seq<LogicalPlan> children = plan.children();
    return known && !plan.isStreaming() && (leaf || isPlain(children.head()));
  }

  /** Takes the mark of a stream off what is read: its batch is fixed already. */
  private static final class Settled extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    private static final long serialVersionUID = 1L;
    private final transient SparkSession spark;

    Settled(SparkSession spark) {
      this.spark = spark;
    }

    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
      return plan instanceof LogicalRelation
          || plan instanceof LogicalRDD
          || plan instanceof LocalRelation
          || plan instanceof StreamingDataSourceV2Relation
          || plan instanceof EventTimeWatermark
          || plan instanceof CollectMetrics;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends LogicalPlan, B> B applyOrElse(A plan, scala.Function1<A, B> otherwise) {
      return isDefinedAt(plan) ? (B) settled(plan) : otherwise.apply(plan);
    }

    private LogicalPlan settled(LogicalPlan plan) {
      if (plan instanceof LogicalRelation read) {
        return new LogicalRelation(read.relation(), read.output(), read.catalogTable(), false);
      }
      if (plan instanceof LocalRelation read) {
        return new LocalRelation(read.output(), read.data(), false);
      }
      if (plan instanceof LogicalRDD read) {
        return new LogicalRDD(
            read.output(),
            read.rdd(),
            read.outputPartitioning(),
            read.outputOrdering(),
            false,
            spark,
            scala.Option.empty(),
            scala.Option.empty());
      }
      return plan instanceof StreamingDataSourceV2Relation ? read(plan) : plan.children().head();
    }

    /** What a connector reads of a batch is part of no plan but the stream's. */
    private LogicalPlan read(LogicalPlan connector) {
      SparkPlan scan = spark.sessionState().planner().plan(connector).next();
      SparkPlan rows = scan.supportsColumnar() ? new ColumnarToRowExec(scan) : scan;
      return new LogicalRDD(
          connector.output(),
          rows.execute(),
          rows.outputPartitioning(),
          rows.outputOrdering(),
          false,
          spark,
          scala.Option.empty(),
          scala.Option.empty());
    }
  }
}
