package dev.medallion.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The invoices' two streams without Medallion: JSON to a Delta table, its line items to another.
 * Nothing is checked, kept back or recorded. Session settings are those of Medallion's own session.
 */
public final class PlainInvoices {
  private PlainInvoices() {}

  /**
   * Drains a folder.
   *
   * @param args landing folder, lake folder, folder of the invoices' schema and SQL
   */
  public static void main(String[] args) throws Exception {
    String lake = args[1];
    String schema = Files.readString(Path.of(args[2], "invoice.ddl"));
    String sql = Files.readString(Path.of(args[2], "invoice_line_items.sql"));
    try (SparkSession spark = session()) {
      Dataset<Row> invoices =
          spark.readStream().schema(schema).option("maxFilesPerTrigger", 1000).json(args[0]);
      drain(invoices, lake, "invoices_bz");
      Dataset<Row> bronze =
          spark
              .readStream()
              .format("delta")
              .option("maxFilesPerTrigger", 1000)
              .option("maxBytesPerTrigger", "1g")
              .load(lake + "/invoices_bz");
      bronze.createOrReplaceTempView("input");
      drain(spark.sql(sql), lake, "invoice_line_items");
    }
  }

  static SparkSession session() {
    return SparkSession.builder()
        .master("local[*]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.databricks.delta.snapshotPartitions", "2")
        .getOrCreate();
  }

  static void drain(Dataset<Row> rows, String lake, String table)
      throws TimeoutException, StreamingQueryException {
    rows.writeStream()
        .format("delta")
        .option("checkpointLocation", lake + "/_checkpoints/" + table)
        .trigger(Trigger.AvailableNow())
        .start(lake + "/" + table)
        .awaitTermination();
  }
}
