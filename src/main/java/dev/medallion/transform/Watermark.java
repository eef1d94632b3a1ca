package dev.medallion.transform;

import static org.apache.spark.sql.functions.expr;

import dev.medallion.config.Section;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The event time of rows, and how late they may come: a row is late that is more than the delay
 * behind the newest event time of the batches before. Rows that are not late are never left out;
 * see "Handling Late Data and Watermarking" in Spark's Structured Streaming guide.
 *
 * @param column of type timestamp, the event time
 * @param from SQL over the row that makes the column; without it the row has it
 * @param delay how late a row may come
 */
public record Watermark(String column, Optional<String> from, Duration delay) {

  /** Reads {@code watermark { column = sold_at, delay = 10 minutes }}. */
  public static Optional<Watermark> from(Section job) {
    return job.optionalSection("watermark")
        .map(
            block ->
                new Watermark(
                    block.string("column"), block.optionalString("from"), block.duration("delay")));
  }

  /**
   * The rows with their event time marked.
   *
   * @throws IllegalArgumentException if the column is not there, or not a timestamp
   */
  public Dataset<Row> over(Dataset<Row> rows) {
    Dataset<Row> timed = timed(rows);
    requireTimestamp(timed);
    return timed.withWatermark(column, delay.toMillis() + " milliseconds");
  }

  /** The rows with their event time, for SQL that only looks at it. */
  public Dataset<Row> timed(Dataset<Row> rows) {
    return from.map(sql -> rows.withColumn(column, expr(sql))).orElse(rows);
  }

  private void requireTimestamp(Dataset<Row> rows) {
    DataType type = rows.col("`" + column.replace("`", "``") + "`").expr().dataType();
    if (!type.equals(DataTypes.TimestampType)) {
      throw new IllegalArgumentException(
          "the column %s is of type %s; a watermark needs a timestamp: make one by from, such as \"timestamp_millis(%s)\""
              .formatted(column, type.sql().toLowerCase(java.util.Locale.ROOT), column));
    }
  }
}
