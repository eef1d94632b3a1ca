package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people get to see of their configuration. */
class ConfigurationTest {
  @TempDir Path folder;

  @Test
  void fiveMistakesAreFiveProblems() throws IOException {
    Path conf =
        write(
            """
            pipeline = shop
            lake = %s
            trigger = "often"
            jobs.bronze {
              layer = bronze
              source { type = jason, path = landing, schema = invoices/invoice.ddl }
              sink { type = delta, tabel = invoices_bz }
            }
            jobs.silver {
              layer = silver
              source { type = delta, table = invoices_bz, max-files-per-batch = many }
              sql = invoices/nothing.sql
              sink { type = delta, table = items }
            }
            """);
    Lakehouse.Ended ended = Lakehouse.execute("check", conf.toString());
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(ended.err().replace(conf.toString(), "x.conf"))
        .isEqualTo(
            """
            x.conf: 3: trigger: expected available-now, as-fast-as-possible or an interval such as \
            "10 seconds"; found "often"
            x.conf: 6: jobs.bronze.source.type: expected one of json, csv, text, parquet, avro, \
            delta, kafka, event-hubs, spark; found "jason"; did you mean 'json'?
            x.conf: 7: jobs.bronze.sink.tabel: unknown key; did you mean 'table'?
            x.conf: 11: jobs.silver.source.max-files-per-batch: expected a positive whole number; \
            found "many"
            x.conf: 12: jobs.silver.sql: no file 'invoices/nothing.sql' beside the configuration or \
            among the program's own
            """);
  }

  @Test
  void brokenSqlAndRulesAreFoundBeforeTheStart() throws IOException {
    Files.writeString(folder.resolve("items.sql"), "SELECT InvoiceNumber,\n  Totals\nFROM input");
    Path conf =
        write(
            """
            pipeline = shop
            lake = %s
            jobs.bronze {
              layer = bronze
              source { type = json, path = landing, schema = invoices/invoice.ddl }
              sink { type = delta, table = invoices_bz }
            }
            jobs.silver {
              layer = silver
              source { type = delta, table = invoices_bz }
              sql = items.sql
              sink { type = delta, table = items }
            }
            jobs.other {
              layer = silver
              source { type = delta, table = invoices_bz }
              expect { positive = "TotalAmont > 0" }
              sink { type = delta, table = others }
            }
            """);
    Lakehouse.Ended ended = Lakehouse.execute("run", conf.toString(), "--available-now");
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(ended.err().replace(conf.toString(), "x.conf"))
        .isEqualTo(
            """
            x.conf: 11: jobs.silver.sql: items.sql: line 2, column 3: A column or function \
            parameter with name `Totals` cannot be resolved. Did you mean one of the following? \
            [`CESS`, `CGST`, `PosID`, `SGST`, `StoreID`].
            x.conf: 17: jobs.other.expect.positive: not a condition over these rows: A column or \
            function parameter with name `TotalAmont` cannot be resolved. Did you mean one of the \
            following? [`TotalAmount`, `TaxableAmount`, `StoreID`, `CESS`, `CGST`].
            """);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(
        folder.resolve("x.conf"), text.replace("%s", folder.resolve("lake").toString()));
  }
}
