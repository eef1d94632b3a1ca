package dev.medallion.transform;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The job's SQL over the view {@code input}.
 *
 * @param name the file it stands in, for messages; empty where the rows pass as they are
 * @param text a SELECT
 */
public record Query(String name, String text) {
  /** Passes the rows as they are. */
  public static final Query PASS = new Query("", "");

  /** Whether the rows pass as they are. */
  public boolean isNone() {
    return text.isEmpty();
  }

  /** The result over some rows. */
  public Dataset<Row> apply(Dataset<Row> input) {
    if (isNone()) {
      return input;
    }
    input.createOrReplaceTempView("input");
    return input.sparkSession().sql(text);
  }
}
