package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
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
        bronze(
            """
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
            """);
    assertThatThrownBy(() -> Pipeline.load(conf, Map.of()).check())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            x.conf: 6: jobs.bronze.expect.has-total: not a condition over these rows: Syntax error \
            at or near end of input.
            x.conf: 12: jobs.silver.sql: stores.sql aggregates, and with output-mode = append a group \
            is written when it is final, which none ever is here; add watermark and group by \
            window(<its column>, ...), or set output-mode = update
            x.conf: 13: jobs.silver.ensure.some: cannot quarantine rows of a result that is kept \
            up to date from batch to batch; set action = warn or fail, or keep the rows back by \
            expect
            x.conf: 13: jobs.silver.ensure.some: not a condition over these rows: A column or \
            function parameter with name `m` cannot be resolved. Did you mean one of the following? \
            [`n`]."""
                .replace("x.conf", conf.toString()));
  }

  @Test
  void aRuleMayNotChangeItsMindNorTheSqlTheWorld() throws IOException {
    Files.writeString(folder.resolve("act.sql"), "CREATE DATABASE made_by_check");
    Path conf =
        bronze(
            """
              expect {
                past = "CreatedTime <= unix_millis(now())"
                lucky = "rand() < 0.5"
                told { that = "CreatedTime <= unix_millis(now())", action = warn }
                alone = "count(*) > 1"
                first = "row_number() OVER (ORDER BY CreatedTime) = 1"
              }
              sql = act.sql
              sink { type = delta, table = invoices_bz }
            }
            """);
    String changes =
        "gives another answer at each look, by chance or by the clock, and rows that it keeps back"
            + " are looked at twice; compare with a column, such as _ingested_at";
    assertThatThrownBy(() -> Pipeline.load(conf, Map.of()).check())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            x.conf: 7: jobs.bronze.expect.past: %s
            x.conf: 8: jobs.bronze.expect.lucky: %s
            x.conf: 10: jobs.bronze.expect.alone: not a condition over these rows: The query does \
            not include a GROUP BY clause. Add GROUP BY or turn it into the window functions using \
            OVER clauses.
            x.conf: 11: jobs.bronze.expect.first: not a condition over these rows: It is not \
            allowed to use window functions inside WHERE clause.
            x.conf: 13: jobs.bronze.sql: act.sql is not a SELECT, and would change things by itself"""
                .formatted(changes, changes)
                .replace("x.conf", conf.toString()));
    assertThat(LocalSpark.session().catalog().databaseExists("made_by_check")).isFalse();
  }

  /** The bronze job of a pipeline up to line 5, and how the file goes on. */
  private Path bronze(String rest) throws IOException {
    String begin =
        """
        pipeline = shop
        lake = %s
        jobs.bronze {
          layer = bronze
          source { type = json, path = landing, schema = invoices/invoice.ddl }
        """;
    return Files.writeString(
        folder.resolve("x.conf"), begin.formatted(folder.resolve("lake")) + rest);
  }

  @Test
  void columnsOfOurOwnAndSharedFoldersAreRefused() throws IOException {
    Files.writeString(folder.resolve("a.ddl"), "`_Source_File` string");
    Files.writeString(folder.resolve("b.ddl"), "Total double, total double");
    Path conf =
        Files.writeString(
            folder.resolve("x.conf"),
            """
            pipeline = shop
            jobs.a {
              layer = bronze
              source { type = json, path = landing, schema = a.ddl }
              sink { type = delta, table = a }
            }
            jobs.b {
              layer = bronze
              source { type = json, path = landing, schema = b.ddl }
              sink { type = delta, table = b }
            }
            """);
    assertThatThrownBy(() -> Pipeline.load(conf, Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            """
            x.conf: 4: jobs.a.source.schema: not a schema in DDL: _Source_File: the name is taken, \
            by a column above or by one that every job adds
            x.conf: 9: jobs.b.source.schema: not a schema in DDL: total: the name is taken, by a \
            column above or by one that every job adds
            x.conf: 9: jobs.b.source.path: is read by the job a already"""
                .replace("x.conf", conf.toString()));
  }
}
