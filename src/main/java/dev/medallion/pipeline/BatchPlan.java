package dev.medallion.pipeline;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.Filter;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.datasources.LogicalRelation;
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
      LogicalPlan written =
          ((StreamingQueryWrapper) query).streamingQuery().lastExecution().analyzed();
      LogicalPlan plan = written.children().head().transformUp(new Batch(given.sparkSession()));
      return isPlain(plan) ? Dataset.ofRows(given.sparkSession(), plan) : given;
    } catch (LinkageError | ClassCastException e) {
      return given;
    }
  }

  private static boolean isPlain(LogicalPlan plan) {
    boolean leaf = plan instanceof LogicalRelation || plan instanceof LogicalRDD;
    boolean known = leaf || plan instanceof Project || plan instanceof Filter;
    Seq<LogicalPlan> children = plan.children();
    return known && !plan.isStreaming() && (leaf || isPlain(children.head()));
  }

  /** Takes the mark of a stream off what is read: its batch is fixed already. */
  private static final class Batch extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
    private static final long serialVersionUID = 1L;
    private final transient SparkSession spark;

    Batch(SparkSession spark) {
      this.spark = spark;
    }

    @Override
    public boolean isDefinedAt(LogicalPlan plan) {
      return plan instanceof LogicalRelation || plan instanceof LogicalRDD;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends LogicalPlan, B> B applyOrElse(A plan, scala.Function1<A, B> otherwise) {
      if (plan instanceof LogicalRelation read) {
        return (B) new LogicalRelation(read.relation(), read.output(), read.catalogTable(), false);
      }
      if (plan instanceof LogicalRDD read) {
        return (B)
            new LogicalRDD(
                read.output(),
                read.rdd(),
                read.outputPartitioning(),
                read.outputOrdering(),
                false,
                spark,
                scala.Option.empty(),
                scala.Option.empty());
      }
      return otherwise.apply(plan);
    }
  }
}
