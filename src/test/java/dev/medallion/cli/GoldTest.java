package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.generate.FolderDestination;
import dev.medallion.generate.InvoiceGenerator;
import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gold tables of the invoices against batch queries over their source tables. */
class GoldTest {
  private static final String[] ONE_FILE_A_BATCH = {
    "bronze",
    "silver",
    "store-sales",
    "customer-rewards",
    "--set",
    "jobs.bronze.source.max-files-per-batch=1",
    "--set",
    "jobs.silver.source.max-files-per-batch=1",
    "--set",
    "jobs.store-sales.source.max-files-per-batch=1",
    "--set",
    "jobs.customer-rewards.source.max-files-per-batch=1"
  };

  @TempDir Path folder;
  private Lakehouse lakehouse;

  @BeforeEach
  void landThreeFilesOutOfOrder() throws IOException {
    lakehouse = new Lakehouse(folder);
    Files.createDirectories(lakehouse.landing());
    String place = System.getenv("INVOICES_DIR");
    for (int file = 1; file <= 3; file++) {
      Path landed = lakehouse.landing().resolve("invoices-" + file + ".json");
      if (place == null) {
        generate(file);
      } else {
        Files.write(landed, Files.readAllBytes(Path.of(place, "invoices-" + file + ".json")));
      }
    }
    int turn = 0;
    for (String last : List.of("3", "1", "2")) {
      try (var landed = Files.list(lakehouse.landing())) {
        Path file =
            landed.filter(f -> f.getFileName().toString().contains("-" + last)).findFirst().get();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * ++turn));
      }
    }
  }

  @Test
  void goldIsThatOfABatchQueryAndLateRowsAreToldUnderAShortDelay() {
    assertThat(lakehouse.drain(ONE_FILE_A_BATCH).code()).isZero();
    assertGold();
    assertThat(lakehouse.drain(ONE_FILE_A_BATCH).out()).contains("jobs=4 ok=4 failed=0 batches=0");
    assertThat(
            lakehouse.tracking(
                "SELECT j.job_name, COUNT(*), SUM(t.late_rows) FROM Task_Metadata t"
                    + " JOIN Job_Metadata j ON j.job_id = t.job_id"
                    + " WHERE t.input_rows > 0 GROUP BY j.job_name ORDER BY j.job_name"))
        .containsExactly("bronze 3 0", "customer-rewards 3 0", "silver 3 0", "store-sales 3 0");
    assertLateUnderAShortDelay();
  }

  /** With the real files: the 509 items of the last one that were sold before three o'clock. */
  private void assertLateUnderAShortDelay() {
    long all = lakehouse.silver().count();
    String[] settings = {
      "store-sales",
      "--set",
      "jobs.store-sales.watermark.delay=1 second",
      "--set",
      "jobs.store-sales.source.max-files-per-batch=1",
      "--set",
      "jobs.store-sales.sink.table=store_sales_now",
      "--set",
      "pipeline=short"
    };
    Lakehouse.Ended ended = lakehouse.drain(settings);
    assertThat(ended.code()).as(ended.out()).isZero();
    long counted =
        lakehouse.table("gold/store_sales_now").selectExpr("SUM(LineItems)").first().getLong(0);
    String late =
        lakehouse
            .tracking(
                "SELECT SUM(t.late_rows) FROM Task_Metadata t JOIN Job_Metadata j"
                    + " ON j.job_id = t.job_id WHERE j.pipeline_name = 'short'")
            .get(0);
    assertThat(counted + Long.parseLong(late)).isEqualTo(all);
    if (System.getenv("INVOICES_DIR") != null) {
      assertThat(late).isEqualTo("509");
    }
  }

  private void assertGold() {
    SparkSession spark = SparkSession.active();
    lakehouse.bronze().createOrReplaceTempView("bronze_now");
    lakehouse.silver().createOrReplaceTempView("silver_now");
    assertThat(texts(lakehouse.table("gold/store_sales").collectAsList()))
        .isNotEmpty()
        .isEqualTo(
            texts(
                spark
                    .sql(
                        """
                        SELECT StoreID,
                          date_trunc('HOUR', timestamp_millis(CreatedTime)) AS WindowStart,
                          date_trunc('HOUR', timestamp_millis(CreatedTime)) + INTERVAL 1 HOUR
                            AS WindowEnd,
                          COUNT(*), SUM(ItemQty), SUM(TotalValue)
                        FROM silver_now GROUP BY ALL""")
                    .collectAsList()));
    assertThat(texts(lakehouse.table("gold/customer_rewards").collectAsList()))
        .isNotEmpty()
        .isEqualTo(
            texts(
                spark
                    .sql(
                        """
                        SELECT CustomerCardNo, SUM(TotalAmount), SUM(TotalAmount) * 0.02
                        FROM bronze_now GROUP BY CustomerCardNo""")
                    .collectAsList()));
  }

  private static List<String> texts(List<Row> rows) {
    return rows.stream().map(Row::toString).sorted().toList();
  }

  private void generate(int file) throws IOException {
    try (var destination = new FolderDestination(lakehouse.landing(), "invoices-" + file, 1_000)) {
      new InvoiceGenerator(new Mixture(300, file, 0, 0.1, 0.1)).generate(destination);
    }
  }
}
