import static java.util.stream.Collectors.toMap;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What scripts/demo shows of the lake, read with Spark alone, without Medallion's own code: the
 * number of rows of each table, some line items, and whether the tables hold what the generator
 * says it made. Started from its source, since it belongs to the demo and not to the program.
 */
final class DemoTables {
  private static final List<String> TABLES =
      List.of(
          "bronze/invoices_bz",
          "bronze/invoices_bz_quarantine",
          "silver/invoice_line_items",
          "silver/invoice_line_items_quarantine",
          "gold/store_sales",
          "gold/customer_rewards");
  private static final Pattern GENERATED =
      Pattern.compile(
          "Generated (\\d+) lines.*: (\\d+) invoices .* (\\d+) line items worth (\\d+), and (\\d+) malformed");

  private final SparkSession spark;
  private final String lake;

  private DemoTables(SparkSession spark, String lake) {
    this.spark = spark;
    this.lake = lake;
  }

  public static void main(String[] arguments) throws Exception {
    SparkSession spark =
        SparkSession.builder()
            .master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
            .config(
                "spark.sql.catalog.spark_catalog",
                "org.apache.spark.sql.delta.catalog.DeltaCatalog")
            .getOrCreate();
    boolean equal =
        new DemoTables(spark, arguments[0]).show(Files.readString(Path.of(arguments[1])));
    System.exit(equal ? 0 : 1);
  }

  private boolean show(String generated) {
    Map<String, Long> rows = TABLES.stream().collect(toMap(table -> table, this::rows));
    TABLES.forEach(table -> System.out.printf("%-40s %6d rows%n", table, rows.get(table)));
    System.out.println();
    Dataset<Row> items = table("silver/invoice_line_items");
    items
        .select(
            "InvoiceNumber",
            "City",
            "ItemCode",
            "ItemDescription",
            "ItemPrice",
            "ItemQty",
            "TotalValue")
        .orderBy("InvoiceNumber", "ItemCode")
        .show(5, false);
    long worth = sum(items, "TotalValue");

    return proven(
            generated,
            rows.get(TABLES.get(0)),
            rows.get(TABLES.get(1)),
            rows.get(TABLES.get(2)),
            worth)
        & goldAgrees(worth)
        & offsetsAreUnique(table(TABLES.get(0)));
  }

  private boolean goldAgrees(long worth) {
    long sales = sum(table("gold/store_sales"), "Sales");
    long paid = sum(table("bronze/invoices_bz"), "TotalAmount");
    long rewarded = sum(table("gold/customer_rewards"), "TotalAmount");
    return claim(
            sales == worth,
            "%d is the sum of TotalValue in silver, %d that of Sales in gold",
            worth,
            sales)
        & claim(
            paid == rewarded,
            "%d is the sum of TotalAmount in bronze, %d that of the customers' in gold",
            paid,
            rewarded);
  }

  private static long sum(Dataset<Row> rows, String column) {
    return Math.round(rows.selectExpr("sum(" + column + ")").first().getDouble(0));
  }

  /** Of rows that came from a topic. */
  private static boolean offsetsAreUnique(Dataset<Row> bronze) {
    if (!List.of(bronze.columns()).contains("_offset")) {
      return true;
    }
    long offsets = bronze.select("_topic", "_partition", "_offset").distinct().count();
    long rows = bronze.count();
    return claim(
        offsets == rows, "%d offsets of the topic in the %d rows of bronze", offsets, rows);
  }

  private static boolean proven(String generated, long bronze, long kept, long silver, long worth) {
    Matcher made = GENERATED.matcher(generated);
    if (!made.find()) {
      throw new IllegalArgumentException("not what the generator says: " + generated);
    }
    long lines = Long.parseLong(made.group(1));
    long invoices = Long.parseLong(made.group(2));
    long items = Long.parseLong(made.group(3));
    long value = Long.parseLong(made.group(4));
    long malformed = Long.parseLong(made.group(5));
    return claim(
            lines == bronze + kept,
            "%d lines landed = %d rows in bronze + %d in its quarantine",
            lines,
            bronze,
            kept)
        & claim(invoices == bronze, "%d invoices generated, %d rows in bronze", invoices, bronze)
        & claim(
            malformed == kept,
            "%d malformed lines generated, %d rows in the quarantine of bronze",
            malformed,
            kept)
        & claim(items == silver, "%d line items generated, %d rows in silver", items, silver)
        & claim(
            value == worth,
            "%d generated as their value, %d is the sum of TotalValue in silver",
            value,
            worth);
  }

  private static boolean claim(boolean holds, String text, Object... numbers) {
    System.out.println((holds ? "ok     " : "WRONG  ") + text.formatted(numbers));
    return holds;
  }

  /** A quarantine is made when the first row is kept back. */
  private long rows(String table) {
    return Files.isDirectory(Path.of(lake, table)) ? table(table).count() : 0;
  }

  private Dataset<Row> table(String table) {
    return spark.read().format("delta").load(lake + "/" + table);
  }
}
