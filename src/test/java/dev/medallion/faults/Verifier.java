package dev.medallion.faults;

import dev.medallion.Contents;
import dev.medallion.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Holds a lake of invoices against what was given to it. All processes have ended, and the sources
 * are drained. Nothing of the program has a part in it.
 */
public final class Verifier {
  private final Trial trial;
  private final Contents contents;
  private final boolean silver;
  private final SparkSession spark;

  /**
   * @param silver whether the job silver was run as well
   */
  Verifier(Trial trial, Contents contents, boolean silver, SparkSession spark) {
    this.trial = trial;
    this.contents = contents;
    this.silver = silver;
    this.spark = spark;
  }

  Verdict verdict() throws IOException, SQLException {
    Verdict rows =
        held(rows(trial.bronze(), Verifier::invoice), contents.invoices())
            .and(
                held(
                    rows(trial.silver(), Verifier::lineItem),
                    silver ? contents.lineItems() : List.of()))
            .and(held(rows(trial.bronzeQuarantine(), Verifier::malformed), contents.malformed()))
            .and(held(rows(trial.silverQuarantine(), Row::toString), List.of()))
            .and(gold());
    return rows.and(new Verdict(0, 0, new TrackingTruth(trial).untrue()));
  }

  /** The rows of gold are those of one query over all that is below it, where gold was made. */
  private Verdict gold() {
    Path sales = trial.lake().resolve("gold/store_sales");
    Path rewards = trial.lake().resolve("gold/customer_rewards");
    Verdict verdict = Verdict.CLEAN;
    if (Files.exists(trial.checkpoint("store-sales").resolve("commits"))) {
      spark.read().format("delta").load(trial.silver().toString()).createOrReplaceTempView("below");
      verdict =
          verdict.and(
              held(
                  rows(sales, Row::toString),
                  texts(
                      """
                      SELECT StoreID,
                        date_trunc('HOUR', timestamp_millis(CreatedTime)) AS WindowStart,
                        date_trunc('HOUR', timestamp_millis(CreatedTime)) + INTERVAL 1 HOUR
                          AS WindowEnd,
                        COUNT(*), SUM(ItemQty), SUM(TotalValue)
                      FROM below GROUP BY ALL""")));
    }
    if (Files.exists(trial.checkpoint("customer-rewards").resolve("commits"))) {
      spark.read().format("delta").load(trial.bronze().toString()).createOrReplaceTempView("below");
      verdict =
          verdict.and(
              held(
                  rows(rewards, Row::toString),
                  texts(
                      """
                      SELECT CustomerCardNo, SUM(TotalAmount), SUM(TotalAmount) * 0.02
                      FROM below GROUP BY CustomerCardNo""")));
    }
    return verdict;
  }

  private List<String> texts(String query) {
    return spark.sql(query).collectAsList().stream().map(Row::toString).toList();
  }

  private List<String> rows(Path table, Function<Row, String> text) {
    if (!Files.exists(table.resolve("_delta_log"))) {
      return List.of();
    }
    return spark.read().format("delta").load(table.toString()).collectAsList().stream()
        .map(text)
        .toList();
  }

  private static String invoice(Row row) {
    return List.of(
            place(row),
            row.getAs("InvoiceNumber").toString(),
            row.getAs("CreatedTime").toString(),
            row.getAs("TotalAmount").toString())
        .stream()
        .collect(Collectors.joining(" "));
  }

  private static String lineItem(Row row) {
    return row.getAs("InvoiceNumber")
        + " "
        + row.getAs("ItemCode")
        + " "
        + row.getAs("ItemQty")
        + " "
        + row.getAs("TotalValue");
  }

  private static String malformed(Row row) {
    String place =
        row.getAs("source_file") == null
            ? topic(row, "source_topic", "source_partition", "source_offset")
            : file(row.getAs("source_file"));
    return place + " " + row.getAs("record");
  }

  private static String place(Row row) {
    return List.of(row.schema().fieldNames()).contains("_source_file")
        ? file(row.getAs("_source_file"))
        : topic(row, "_topic", "_partition", "_offset");
  }

  private static String topic(Row row, String topic, String partition, String offset) {
    return row.getAs(topic) + "-" + row.getAs(partition) + "@" + row.getAs(offset);
  }

  private static String file(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Counts what is missing and what is there too often. */
  private static Verdict held(List<String> there, List<String> expected) {
    Map<String, Long> difference = new TreeMap<>();
    there.forEach(row -> difference.merge(row, 1L, Long::sum));
    expected.forEach(row -> difference.merge(row, -1L, Long::sum));
    long lost = 0;
    long doubled = 0;
    for (long count : new ArrayList<>(difference.values())) {
      lost += Math.max(0, -count);
      doubled += Math.max(0, count);
    }
    return new Verdict(lost, doubled, List.of());
  }
}
