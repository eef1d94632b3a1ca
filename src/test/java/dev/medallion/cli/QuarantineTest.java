package dev.medallion.cli;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.collection.Seq;

/** Bad rows stand in quarantine once, with their reasons and their origin; the good ones go on. */
class QuarantineTest {
  private static final String GOOD =
      """
      {"InvoiceNumber":"%s","TotalAmount":10.5,"InvoiceLineItems":[{"ItemCode":"a","ItemPrice":1.5,\
      "ItemQty":2,"TotalValue":3.0}]}""";

  @TempDir Path folder;
  private Lakehouse lakehouse;

  @BeforeEach
  void open() {
    lakehouse = new Lakehouse(folder);
  }

  @Test
  void malformedLinesAreKeptWithReasonAndFile() {
    String typeError = good("2").replace("10.5", "\"ten\"").replace("2,\"Total", "2.5,\"Total");
    List<String> lines =
        List.of(
            "\ufeff" + good("1"),
            "not json at all",
            typeError,
            "",
            good("3") + good("4"),
            good("5") + " and more",
            "   ",
            "[1,2]",
            "{\"Other\":1}",
            good("6").substring(0, 40),
            good("7"));
    lakehouse.land("mixed.json", String.join("\n", lines));
    lakehouse.land("empty.json", "");

    assertThat(lakehouse.drain().code()).isZero();

    assertThat(numbers(lakehouse.bronze().collectAsList())).containsExactlyInAnyOrder("1", "7");
    assertThat(found("bronze/invoices_bz_quarantine", "reasons", "record"))
        .containsExactlyInAnyOrder(
            "[not JSON: unrecognized token near byte 4] | not json at all",
            "[TotalAmount: expected double, found string \"ten\", InvoiceLineItems[0].ItemQty:"
                + " expected bigint, found 2.5] | "
                + typeError,
            "[more than one JSON value on the line] | " + good("3") + good("4"),
            "[text behind the JSON object] | " + good("5") + " and more",
            "[an array, not an object] | [1,2]",
            "[holds none of the schema's fields] | {\"Other\":1}",
            "[cut off: the line ends inside a value] | " + good("6").substring(0, 40));
    assertThat(found("bronze/invoices_bz_quarantine", "job", "stage", "source_file", "batch_id"))
        .hasSize(7)
        .containsOnly(
            "bronze | decode | file:" + lakehouse.landing().resolve("mixed.json") + " | 0");
    assertThat(
            lakehouse.tracking(
                "SELECT input_rows, output_rows, quarantined_rows FROM Task_Metadata"
                    + " WHERE target LIKE '%invoices_bz'"))
        .containsExactly("9 2 7");
    assertThat(lakehouse.landing()).isEmptyDirectory();
  }

  @Test
  void invoicesThatBreakARuleNameTheBronzeBatchTheyCameFrom() {
    lakehouse.land("a.json", good("1"));
    lakehouse.drain("bronze");
    String noItems = "{\"InvoiceNumber\":\"2\",\"InvoiceLineItems\":[]}";
    String nothing = "{\"InvoiceNumber\":null}";
    lakehouse.land("b.json", noItems + "\n" + nothing + "\n" + good("3"));
    lakehouse.drain("bronze");

    assertThat(lakehouse.drain("silver").code()).isZero();

    assertThat(lakehouse.silver().count()).isEqualTo(2);
    assertThat(found("silver/invoice_line_items_quarantine", "stage", "reasons"))
        .containsExactlyInAnyOrder(
            "expect | [has-items: size(InvoiceLineItems) > 0]",
            "expect | [has-number: InvoiceNumber IS NOT NULL, has-items: size(InvoiceLineItems) >"
                + " 0]");
    List<Row> origins =
        lakehouse
            .table("silver/invoice_line_items_quarantine")
            .select(
                col("source_version"),
                expression("get_json_object(source_writer, '$.batch')"),
                expression("get_json_object(record, '$.InvoiceNumber')"))
            .collectAsList();
    assertThat(origins.stream().map(Row::mkString)).containsExactlyInAnyOrder("112", "11null");
  }

  @Test
  void resultsThatBreakARuleAreRejected() {
    lakehouse.land("a.json", good("1") + "\n" + good("2").replace("1.5", "-1.5"));

    assertThat(lakehouse.drain().code()).isZero();

    assertThat(lakehouse.silver().count()).isEqualTo(1);
    assertThat(found("silver/invoice_line_items_quarantine", "stage", "reasons"))
        .containsExactly("ensure | [has-price: ItemPrice >= 0]");
    assertThat(
            lakehouse.tracking(
                "SELECT input_rows, output_rows, quarantined_rows, rejected_rows"
                    + " FROM Task_Metadata WHERE target LIKE '%line_items'"))
        .containsExactly("2 1 0 1");
  }

  @Test
  void aRuleThatFailsStopsBeforeAnythingIsWritten() {
    lakehouse.land("a.json", good("1") + "\n" + good("2").replace("1.5", "-1.5"));

    Lakehouse.Ended ended =
        lakehouse.drain(
            "--set",
            "jobs.silver.ensure.has-price.action=fail",
            "--set",
            "jobs.silver.ensure.has-price.that=ItemPrice >= 0");

    assertThat(ended.code()).isEqualTo(ExitCode.QUALITY);
    assertThat(ended.out())
        .contains(
            "silver quality: a row broke the rule has-price: ItemPrice >= 0, whose action is fail;"
                + " nothing of the batch was written\n");
    assertThat(lakehouse.lake().resolve("silver/invoice_line_items/_delta_log"))
        .isDirectoryNotContaining("glob:**.json");
    assertThat(lakehouse.tracking("SELECT status FROM Task_Metadata ORDER BY task_id"))
        .containsExactly("COMPLETED", "FAILED");
  }

  @Test
  void aBatchBeyondItsLimitIsFinishedAndTheJobStops() {
    lakehouse.land("a.json", good("1") + "\nbad\nworse");

    Lakehouse.Ended ended =
        lakehouse.drain(
            "bronze",
            "--set",
            "jobs.bronze.limit.percent=50",
            "--set",
            "jobs.bronze.limit.count=100");

    assertThat(ended.code()).isEqualTo(ExitCode.QUALITY);
    assertThat(ended.out())
        .contains(
            "bronze quality: batch 0: 2 of 3 rows were kept back; the limit is 50.0 percent; the"
                + " batch is finished and recorded\n");
    assertThat(lakehouse.bronze().count()).isEqualTo(1);
    assertThat(lakehouse.table("bronze/invoices_bz_quarantine").count()).isEqualTo(2);
    assertThat(lakehouse.drain("bronze").code()).isZero();
    assertThat(lakehouse.bronze().count()).isEqualTo(1);
    assertThat(lakehouse.landing()).isEmptyDirectory();
  }

  private static Column expression(String expression) {
    return functions.expr(expression);
  }

  private List<String> found(String table, String first, String... others) {
    return lakehouse.table(table).select(first, others).collectAsList().stream()
        .map(QuarantineTest::text)
        .toList();
  }

  private static String text(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(column -> text(row.get(column)))
        .collect(Collectors.joining(" | "));
  }

  private static String text(Object value) {
    return value instanceof Seq<?> list ? list.mkString("[", ", ", "]") : String.valueOf(value);
  }

  private static String good(String number) {
    return GOOD.formatted(number);
  }

  private static List<String> numbers(List<Row> rows) {
    return rows.stream().map(row -> row.<String>getAs("InvoiceNumber")).toList();
  }
}
