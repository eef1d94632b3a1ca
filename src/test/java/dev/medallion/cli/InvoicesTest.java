package dev.medallion.cli;

import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.generate.FolderDestination;
import dev.medallion.generate.Generated;
import dev.medallion.generate.InvoiceGenerator;
import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on the real invoices, where they are at hand, and on generated ones. */
class InvoicesTest {
  private static final String INVOICE_COLUMNS =
      "InvoiceNumber STRING,CreatedTime BIGINT,StoreID STRING,PosID STRING,CashierID STRING,"
          + "CustomerType STRING,CustomerCardNo STRING,TotalAmount DOUBLE,NumberOfItems BIGINT,"
          + "PaymentMethod STRING,TaxableAmount DOUBLE,CGST DOUBLE,SGST DOUBLE,CESS DOUBLE,"
          + "DeliveryType STRING,DeliveryAddress STRUCT<AddressLine: STRING, City: STRING,"
          + " ContactNumber: STRING, PinCode: STRING, State: STRING>,InvoiceLineItems"
          + " ARRAY<STRUCT<ItemCode: STRING, ItemDescription: STRING, ItemPrice: DOUBLE, ItemQty:"
          + " BIGINT, TotalValue: DOUBLE>>,_source_file STRING,_ingested_at TIMESTAMP";
  private static final String ITEM_COLUMNS =
      "InvoiceNumber STRING,CreatedTime BIGINT,StoreID STRING,PosID STRING,CustomerType STRING,"
          + "PaymentMethod STRING,DeliveryType STRING,City STRING,State STRING,PinCode STRING,"
          + "ItemCode STRING,ItemDescription STRING,ItemPrice DOUBLE,ItemQty BIGINT,"
          + "TotalValue DOUBLE";

  @TempDir Path folder;
  private Lakehouse lakehouse;

  @BeforeEach
  void open() {
    lakehouse = new Lakehouse(folder);
  }

  @Test
  void realInvoicesArriveFileByFile() throws IOException {
    Path invoices = realInvoices();
    List<Long> bronze = new ArrayList<>();
    List<Long> silver = new ArrayList<>();
    Files.createDirectories(lakehouse.landing());
    for (String name : List.of("invoices-1.json", "invoices-2.json", "invoices-3.json")) {
      Files.copy(invoices.resolve(name), lakehouse.landing().resolve(name));
      assertThat(lakehouse.drain().code()).isZero();
      assertThat(lakehouse.landing()).isEmptyDirectory();
      assertThat(lakehouse.archive().resolve(name)).hasSameBinaryContentAs(invoices.resolve(name));
      bronze.add(lakehouse.bronze().count());
      silver.add(lakehouse.silver().count());
    }
    assertThat(bronze).containsExactly(501L, 1001L, 1591L);
    assertThat(silver).containsExactly(1253L, 2510L, 3994L);
    assertThat(lakehouse.silver().agg(sum("TotalValue")).first().getDouble(0)).isEqualTo(8255611.0);
    assertThat(lakehouse.bronze().schema().toDDL()).isEqualTo(INVOICE_COLUMNS);
    assertThat(lakehouse.silver().schema().toDDL()).isEqualTo(ITEM_COLUMNS);
  }

  @Test
  @Tag("long")
  void everyTaskTellsWhatItsCommitTells() throws IOException {
    for (int seed = 1; seed <= 3; seed++) {
      generate("delivery-" + seed, new Mixture(400, seed, 0.1, 0.1, 0));
      assertThat(lakehouse.drain("--set", "jobs.bronze.source.max-files-per-batch=2").code())
          .isZero();
    }
    List<String> tasks =
        lakehouse.tracking(
            "SELECT t.target, t.delta_version, t.output_rows, t.batch_id, j.run_uuid, t.task_id"
                + " FROM Task_Metadata t JOIN Job_Metadata j ON j.job_id = t.job_id"
                + " WHERE t.status = 'COMPLETED' ORDER BY t.task_id");
    List<String> commits = new ArrayList<>();
    for (String task : tasks) {
      String[] values = task.split(" ");
      commits.add(Commits.describe(Path.of(values[0]), Long.parseLong(values[1])));
    }
    assertThat(tasks).hasSize(9).isEqualTo(commits);
  }

  @Test
  void countsOfGeneratedInvoicesAgree() throws IOException {
    Generated made = generate("made", new Mixture(1_000, 7, 0.1, 0.1, 0.1));
    assertThat(lakehouse.drain().out())
        .endsWith(
            "Done. jobs=2 ok=2 failed=0 batches=2 rows_in=%d rows_out=%d quarantined=%d%n"
                .formatted(
                    made.lines() + made.invoices(),
                    made.invoices() + made.lineItems(),
                    made.malformed()));
    assertThat(lakehouse.bronze().count()).isEqualTo(made.invoices());
    assertThat(lakehouse.silver().count()).isEqualTo(made.lineItems());
    assertThat(lakehouse.table("bronze/invoices_bz_quarantine").count())
        .isEqualTo(made.malformed());
    assertThat(
            lakehouse.tracking(
                "SELECT j.job_name, t.input_rows, t.quarantined_rows, t.skipped_rows"
                    + " FROM Task_Metadata t JOIN Job_Metadata j ON j.job_id = t.job_id"
                    + " ORDER BY t.task_id"))
        .containsExactly(
            "bronze %d %d 0".formatted(made.lines(), made.malformed()),
            "silver %d 0 0".formatted(made.invoices()));
  }

  @Test
  void aDrainOfNothingIsDone() throws IOException {
    Files.createDirectories(lakehouse.landing());
    Lakehouse.Ended ended = lakehouse.drain();
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .isEqualTo(
            """
            silver: %s/bronze/invoices_bz does not exist yet; there is nothing to drain
            Done. jobs=2 ok=2 failed=0 batches=0 rows_in=0 rows_out=0 quarantined=0
            """
                .formatted(lakehouse.lake()));
  }

  private static Path realInvoices() {
    String place = System.getenv("INVOICES_DIR");
    Assumptions.assumeTrue(place != null, "INVOICES_DIR names the real invoices");
    return Path.of(place);
  }

  private Generated generate(String name, Mixture settings) throws IOException {
    try (var destination = new FolderDestination(lakehouse.landing(), name, 100)) {
      return new InvoiceGenerator(settings).generate(destination);
    }
  }
}
