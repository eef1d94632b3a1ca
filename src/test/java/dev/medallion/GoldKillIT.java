package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.generate.Mixture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a run of all jobs while gold takes in one file after the other, out of order. {@code
 * -Dmedallion.seed=…} draws the same moments again.
 */
@Tag("long")
class GoldKillIT {
  private static final long SEED = Long.getLong("medallion.seed", System.nanoTime());
  private static final List<String> SETTINGS =
      List.of(
          "bronze",
          "silver",
          "store-sales",
          "customer-rewards",
          "--set",
          "tracking.lease=5 seconds");

  @TempDir Path folder;

  @Test
  void goldIsThatOfABatchQueryHoweverOftenTheProcessIsKilled() throws Exception {
    System.out.printf("GoldKillIT: -Dmedallion.seed=%d%n", SEED);
    Trial trial = new Trial(folder);
    Delivery delivery = new Delivery(trial);
    RandomKills kills = new RandomKills(trial, work(trial), SEED);
    for (int file : List.of(3, 1, 2)) {
      deliver(delivery, file);
      try (Child child = trial.run(SETTINGS.toArray(String[]::new))) {
        System.out.printf("GoldKillIT: file %d: %s%n", file, kills.kill(child));
      }
    }
    List<String> drain = new ArrayList<>(SETTINGS);
    drain.add("--available-now");
    try (Child child = trial.run(drain.toArray(String[]::new))) {
      assertThat(child.exit()).as(child.output()).isZero();
    }
    verify(trial);
    assertThat(
            trial
                .tracking()
                .rows(
                    """
                    SELECT query_id, batch_id FROM Task_Metadata
                    WHERE status IN ('COMPLETED', 'RECOVERED')
                    GROUP BY query_id, batch_id HAVING COUNT(*) <> 1"""))
        .isEmpty();
    assertThat(trial.tracking().rows("SELECT * FROM Task_Metadata WHERE status = 'STARTED'"))
        .isEmpty();
  }

  private static List<Path> work(Trial trial) {
    return List.of(
        trial.checkpoint("store-sales").resolve("offsets"),
        trial.lake().resolve("gold/store_sales/_delta_log"),
        trial.checkpoint("store-sales").resolve("commits"),
        trial.checkpoint("customer-rewards").resolve("offsets"),
        trial.lake().resolve("gold/customer_rewards/_delta_log"),
        trial.checkpoint("customer-rewards").resolve("commits"));
  }

  private static void deliver(Delivery delivery, int file) throws Exception {
    String place = System.getenv("INVOICES_DIR");
    if (place == null) {
      delivery.generate("invoices-" + file, new Mixture(400, SEED + file, 0.05, 0.05, 0.1));
    } else {
      delivery.deliver(Path.of(place, "invoices-" + file + ".json"));
    }
  }

  private static void verify(Trial trial) {
    SparkSession spark = LocalSpark.session();
    read(spark, trial.bronze()).createOrReplaceTempView("bronze_at_end");
    read(spark, trial.silver()).createOrReplaceTempView("silver_at_end");
    assertThat(texts(read(spark, trial.lake().resolve("gold/store_sales"))))
        .isNotEmpty()
        .isEqualTo(
            texts(
                spark.sql(
                    """
                    SELECT StoreID,
                      date_trunc('HOUR', timestamp_millis(CreatedTime)) AS WindowStart,
                      date_trunc('HOUR', timestamp_millis(CreatedTime)) + INTERVAL 1 HOUR
                        AS WindowEnd,
                      COUNT(*), SUM(ItemQty), SUM(TotalValue)
                    FROM silver_at_end GROUP BY ALL""")));
    assertThat(texts(read(spark, trial.lake().resolve("gold/customer_rewards"))))
        .isNotEmpty()
        .isEqualTo(
            texts(
                spark.sql(
                    """
                    SELECT CustomerCardNo, SUM(TotalAmount), SUM(TotalAmount) * 0.02
                    FROM bronze_at_end GROUP BY CustomerCardNo""")));
  }

  private static Dataset<Row> read(SparkSession spark, Path table) {
    return spark.read().format("delta").load(table.toString());
  }

  private static List<String> texts(Dataset<Row> rows) {
    return rows.collectAsList().stream().map(Row::toString).sorted().toList();
  }
}
