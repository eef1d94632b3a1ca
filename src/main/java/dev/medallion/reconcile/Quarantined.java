package dev.medallion.reconcile;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.medallion.delta.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How many rows of a batch went to the quarantine from where. Its table is read once, and only
 * where that matters.
 */
final class Quarantined {
  private final Table table;
  private final SparkSession spark;
  private final Map<String, Rows> batches = new HashMap<>();
  private boolean isRead;

  Quarantined(Table table, SparkSession spark) {
    this.table = table;
    this.spark = spark;
  }

  private record Rows(long all, long rejected) {}

  /**
   * Rows of the result that broke {@code ensure}; the others were rows of the input. Empty where
   * the table has not all rows any more that the batch had brought.
   *
   * @param all how many it had brought
   */
  OptionalLong rejected(UUID query, long batch, long all) {
    if (!isRead) {
      isRead = true;
      read();
    }
    Rows rows = batches.getOrDefault(query + "/" + batch, new Rows(0, 0));
    return rows.all() == all ? OptionalLong.of(rows.rejected()) : OptionalLong.empty();
  }

  /** A file that cannot be read is told of by the checks of the table; here nothing is known. */
  private void read() {
    try {
      table
          .read(spark)
          .groupBy("query_id", "batch_id")
          .agg(count(lit(1)), count(when(col("stage").equalTo("ensure"), 1)))
          .collectAsList()
          .forEach(this::add);
    } catch (Exception e) {
      batches.clear();
    }
  }

  private void add(Row row) {
    batches.put(row.get(0) + "/" + row.get(1), new Rows(row.getLong(2), row.getLong(3)));
  }
}
