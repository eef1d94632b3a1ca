package dev.medallion.transform;

import dev.medallion.config.Section;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of one key are one row; the others are left out and counted as skipped.
 *
 * @param keys the columns of the key
 */
public record Duplicates(List<String> keys) {

  /** Reads {@code duplicates { keys = [InvoiceNumber] }}. */
  public static Optional<Duplicates> from(Section job) {
    return job.optionalSection("duplicates").map(block -> new Duplicates(keys(block)));
  }

  private static List<String> keys(Section block) {
    List<String> keys = block.strings("keys");
    if (keys.isEmpty() && block.has("keys")) {
      block.problem("keys", "names no column; rows are told apart by one or more");
    }
    return keys;
  }

  /** One row of each key in a batch; which one is not defined. */
  public Dataset<Row> within(Dataset<Row> batch) {
    return batch.dropDuplicates(keys.toArray(String[]::new));
  }

  /**
   * The first row of each key among all rows whose event times are as close as the delay of the
   * watermark.
   */
  public Dataset<Row> across(Dataset<Row> stream) {
    return stream.dropDuplicatesWithinWatermark(keys.toArray(String[]::new));
  }
}
