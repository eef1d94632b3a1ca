package dev.medallion.reconcile;

import static org.apache.spark.sql.functions.col;

import dev.medallion.delta.Table;
import dev.medallion.pipeline.Job;
import java.util.UUID;
import org.apache.spark.sql.SparkSession;

/** How many rows of a batch went to the quarantine from where; asked only where it matters. */
@FunctionalInterface
interface Quarantined {
  /** Rows of the result that broke {@code ensure}; the others were rows of the input. */
  long rejected(UUID query, long batch);

  static Quarantined of(Job job, SparkSession spark) {
    Table table = job.quarantine().table();
    return (query, batch) ->
        table
            .read(spark)
            .where(col("query_id").equalTo(query.toString()))
            .where(col("batch_id").equalTo(batch))
            .where(col("stage").equalTo("ensure"))
            .count();
  }
}
