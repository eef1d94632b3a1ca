package dev.medallion.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The stream from a topic to bronze without Medallion, in the session of {@link PlainInvoices}.
 * Nothing is checked, kept back or recorded.
 */
public final class PlainTopic {
  private PlainTopic() {}

  /**
   * Drains the topic {@code invoices} and prints how many seconds the stream took, from its start
   * to its end.
   *
   * @param args bootstrap servers, lake folder, folder of the invoices' schema
   */
  public static void main(String[] args) throws Exception {
    String schema = Files.readString(Path.of(args[2], "invoice.ddl"));
    try (SparkSession spark = PlainInvoices.session()) {
      Dataset<Row> records =
          spark
              .readStream()
              .format("kafka")
              .option("kafka.bootstrap.servers", args[0])
              .option("subscribe", "invoices")
              .option("startingOffsets", "earliest")
              .load();
      Dataset<Row> invoices = invoices(records, schema);
      long start = System.nanoTime();
      PlainInvoices.drain(invoices, args[1], "invoices_bz");
      System.out.printf("drained in %.3f seconds%n", (System.nanoTime() - start) / 1e9);
    }
  }

  private static Dataset<Row> invoices(Dataset<Row> records, String schema) {
    Column invoice = from_json(col("value").cast("string"), lit(schema), Map.of());
    return records
        .withColumn("invoice", invoice)
        .select(
            col("invoice.*"),
            col("topic").as("_topic"),
            col("partition").as("_partition"),
            col("offset").as("_offset"),
            col("timestamp").as("_timestamp"),
            col("key").cast("string").as("_key"));
  }
}
