package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import dev.medallion.config.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every "no" of the README's table of modes, and what SQL cannot do on a stream. */
class CombinationsTest {
  private static final String GROUPED = "SELECT k, COUNT(*) AS n FROM input GROUP BY k";
  private static final String WINDOWED =
      "SELECT window.start AS k, COUNT(*) AS n FROM input GROUP BY window(at, '1 hour')";
  private static final String PLAIN = "SELECT k, v FROM input";

  @TempDir Path folder;

  @BeforeEach
  void open() throws IOException {
    LocalSpark.session();
    Files.writeString(folder.resolve("event.ddl"), "k STRING, v BIGINT, at TIMESTAMP");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          update   | type = delta, table = t | a row that is updated would be added to its earlier versions; set sink.mode = upsert and sink.keys
          complete | type = delta, table = t | each batch would add the whole result once more; set sink.mode = complete
          complete | type = delta, table = t, mode = upsert, keys = [k] | sink.mode = upsert would write every row again with each batch; set output-mode = update, or sink.mode = complete
          append   | type = delta, table = t, mode = complete | sink.mode = complete would replace the table by the rows of each batch alone; set output-mode = complete
          update   | type = delta, table = t, mode = complete | sink.mode = complete would replace the table by the rows of each batch alone; set output-mode = complete
          """)
  void aSinkSaysWhatItCannotTake(String mode, String sink, String sentence) throws IOException {
    assertThatThrownBy(() -> check(GROUPED, mode, sink, ""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("jobs.j.output-mode: " + sentence);
  }

  @ParameterizedTest
  @CsvSource({
    "update,parquet",
    "complete,parquet",
    "update,jdbc",
    "complete,jdbc",
    "complete,'jdbc, mode = upsert, keys = [k]'",
    "complete,kafka",
    "complete,event-hubs",
    "complete,'spark, format = csv, options { path = out }'"
  })
  void everyOtherNoIsRefusedWithWhatToDo(String mode, String type) throws IOException {
    String sink =
        "type = "
            + type
            + switch (type.split(",")[0]) {
              case "parquet" -> ", table = t";
              case "jdbc" -> ", table = t, url = \"jdbc:h2:mem:none\"";
              case "kafka" -> ", topic = t, bootstrap-servers = \"localhost:1\"";
              case "event-hubs" ->
                  ", hub = t, connection-string = \"Endpoint=sb://x.servicebus.windows.net/;"
                      + "SharedAccessKeyName=a;SharedAccessKey=b\"";
              default -> "";
            };
    assertThatThrownBy(() -> check(GROUPED, mode, sink, ""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("jobs.j.output-mode: ")
        .hasMessageContaining("set ");
  }

  @Test
  void whatIsPossibleIsNotRefused() {
    assertThat(check(PLAIN, "append", "type = delta, table = t", "")).isTrue();
    assertThat(check(PLAIN, "update", "type = delta, table = t, mode = upsert, keys = [k]", ""))
        .isTrue();
    assertThat(check(GROUPED, "update", "type = delta, table = t, mode = upsert, keys = [k]", ""))
        .isTrue();
    assertThat(check(GROUPED, "complete", "type = delta, table = t, mode = complete", "")).isTrue();
    assertThat(
            check(
                WINDOWED,
                "append",
                "type = parquet, table = t",
                "watermark { column = at, delay = 1 hour }"))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SELECT k, COUNT(*) AS n FROM input GROUP BY k | append | aggregates, and with output-mode = append a group is written when it is final, which none ever is here; add watermark and group by window(<its column>, ...), or set output-mode = update
          SELECT k, v FROM input | complete | does not aggregate, and output-mode = complete writes the whole result of an aggregate with each batch; set output-mode = append
          SELECT k, v FROM input ORDER BY v | append | sorts, and a stream has no end at which all rows are known; leave ORDER BY to the reader of the target
          SELECT k, COUNT(DISTINCT v) AS n FROM input GROUP BY k | update | counts distinct values, of which all would have to be remembered; use approx_count_distinct
          SELECT k, ROW_NUMBER() OVER (PARTITION BY k ORDER BY v) AS n FROM input | append | compares rows by OVER, which would see those of one batch alone; use duplicates for the first row of a key, sink.latest-by for the last one, or group by window(...)
          SELECT k FROM input WHERE v > (SELECT AVG(v) FROM input) | append | has a subquery over a stream, which has no end to wait for; join it instead
          """)
  void sqlThatCannotBeCarriedOnIsRefused(String sql, String mode, String sentence)
      throws IOException {
    String sink =
        switch (mode) {
          case "update" -> "type = delta, table = t, mode = upsert, keys = [k]";
          case "complete" -> "type = delta, table = t, mode = complete";
          default -> "type = delta, table = t";
        };
    assertThatThrownBy(() -> check(sql, mode, sink, ""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("%s/x.conf: 7: jobs.j.sql: j.sql %s".formatted(folder, sentence));
  }

  @Test
  void keysAndColumnsAreLookedUp() {
    assertThatThrownBy(
            () ->
                check(
                    "SELECT k,\n  w\nFROM input",
                    "append",
                    "type = delta, table = t",
                    "duplicates { keys = [id] }\n watermark { column = v, delay = 1 hour }"))
        .hasMessage(
            """
            x.conf: 9: jobs.j.duplicates.keys: names id, but the columns are k, v, at, \
            _source_file, _ingested_at
            x.conf: 10: jobs.j.watermark: the column v is of type bigint; a watermark needs a \
            timestamp: make one by from, such as "timestamp_millis(v)\""""
                .replace("x.conf", folder.resolve("x.conf").toString()));
    assertThatThrownBy(
            () -> check("SELECT k,\n  w\nFROM input", "append", "type = delta, table = t", ""))
        .hasMessageStartingWith(
            folder.resolve("x.conf")
                + ": 7: jobs.j.sql: j.sql: line 2, column 3: A column or function parameter with"
                + " name `w` cannot be resolved.");
    assertThatThrownBy(
            () -> check(PLAIN, "append", "type = delta, table = t, mode = upsert, keys = [n]", ""))
        .hasMessage(
            folder.resolve("x.conf")
                + ": 8: jobs.j.sink: cannot write these rows: keys names n, but the columns are k, v");
  }

  @Test
  void joinsThatMightWaitForEverAreRefused() throws IOException {
    String streams =
        """
        watermark { column = at, delay = 1 hour }
        inputs.other {
          type = json, path = other, schema = event.ddl, watermark { column = at, delay = 1 hour }
        }""";
    String table = "inputs.other { type = json, path = other, schema = event.ddl }";
    assertThatThrownBy(
            () ->
                check(
                    "SELECT i.k FROM input i LEFT JOIN other o ON i.k = o.k",
                    "append",
                    "type = delta, table = t",
                    streams))
        .hasMessageContaining(
            "jobs.j.sql: j.sql joins streams so that a row without a match is written too, and must"
                + " know when to give up; compare the event times of both in the ON condition,");
    assertThatThrownBy(
            () ->
                check(
                    "SELECT o.k FROM other o LEFT JOIN input i ON i.k = o.k",
                    "append",
                    "type = delta, table = t",
                    table))
        .hasMessageContaining(
            "jobs.j.sql: j.sql keeps rows of a table that have no match in the stream, of which the"
                + " next might bring one; begin with the stream: FROM input LEFT JOIN ...");
    assertThatThrownBy(
            () ->
                check(
                    "SELECT i.k FROM input i JOIN other o ON i.k = o.k",
                    "append",
                    "type = delta, table = t",
                    streams.substring(streams.indexOf("inputs"))))
        .hasMessageContaining(
            "jobs.j.watermark: is missing; SQL that joins streams must know how long a row is waited"
                + " for");
    assertThat(
            check(
                "SELECT i.k FROM input i JOIN other o ON i.k = o.k",
                "append",
                "type = delta, table = t",
                table))
        .isTrue();
  }

  @Test
  void aTableThatItsCatalogForgetsIsRefused() {
    assertThatThrownBy(() -> check(PLAIN, "append", "type = delta, table = db.t", ""))
        .hasMessage(
            folder.resolve("x.conf")
                + ": 8: jobs.j.sink: cannot write these rows: the catalog of this session forgets"
                + " db.t when it ends; set location");
  }

  @Test
  void columnsOfOtherTypesThanTheTableAreTold() {
    LocalSpark.session()
        .sql("SELECT 'a' AS k, 'b' AS v")
        .write()
        .format("delta")
        .save(folder.resolve("lake/gold/t").toString());
    assertThatThrownBy(() -> check(PLAIN, "append", "type = delta, table = t", ""))
        .hasMessage(
            folder.resolve("x.conf")
                + ": 8: jobs.j.sink: cannot write these rows: the column v is bigint, in the table"
                + " it is string; cast it");
  }

  @Test
  void columnsThatTheTableLacksAreTold() {
    LocalSpark.session()
        .sql("SELECT 'a' AS k")
        .write()
        .format("delta")
        .save(folder.resolve("lake/gold/t").toString());
    assertThatThrownBy(() -> check(PLAIN, "append", "type = delta, table = t", ""))
        .hasMessage(
            "%1$s/x.conf: 8: jobs.j.sink: %1$s/lake/gold/t lacks v; set on-new-column = add, or leave it out of the result"
                .formatted(folder));
    assertThat(check(PLAIN, "append", "type = delta, table = t", "on-new-column = add")).isTrue();
    assertThat(check("SELECT * FROM input", "append", "type = delta, table = t", "")).isTrue();
  }

  private boolean check(String sql, String mode, String sink, String more) {
    try {
      Files.writeString(folder.resolve("j.sql"), sql);
      Path conf =
          Files.writeString(
              folder.resolve("x.conf"),
              """
              pipeline = p
              lake = "%s/lake"
              jobs.j {
                layer = gold
                source { type = json, path = in, schema = event.ddl }
                output-mode = %s
                sql = j.sql
                sink { %s }
                %s
              }
              """
                  .formatted(folder, mode, sink, more));
      Pipeline.load(conf, Map.of()).check();
      return true;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
