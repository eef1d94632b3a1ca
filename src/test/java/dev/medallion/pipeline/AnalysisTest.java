package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnalysisTest {
  @TempDir Path folder;

  @Test
  void brokenRuleHidesNothingThatIsWrongBehindIt() throws IOException {
    Files.writeString(folder.resolve("stores.sql"), "SELECT count(*) AS n FROM input");
    Path conf =
        Files.writeString(
            folder.resolve("x.conf"),
            """
            pipeline = shop
            lake = %s
            jobs.bronze {
              layer = bronze
              source { type = json, path = landing, schema = invoices/invoice.ddl }
              expect { has-total = "TotalAmount >" }
              sink { type = delta, table = invoices_bz }
            }
            jobs.silver {
              layer = silver
              source { type = delta, table = invoices_bz }
              sql = stores.sql
              ensure { some = "m > 0" }
              sink { type = delta, table = stores }
            }
            """
                .formatted(folder.resolve("lake")));
    assertThatThrownBy(() -> Pipeline.load(conf, Map.of()).check())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            x.conf: 6: jobs.bronze.expect.has-total: not a condition over these rows: Syntax error \
            at or near end of input.
            x.conf: 12: jobs.silver.sql: stores.sql aggregates, which would be done for each batch \
            alone; a job passes rows on one by one
            x.conf: 13: jobs.silver.ensure.some: not a condition over these rows: A column or \
            function parameter with name `m` cannot be resolved. Did you mean one of the following? \
            [`n`]."""
                .replace("x.conf", conf.toString()));
  }
}
