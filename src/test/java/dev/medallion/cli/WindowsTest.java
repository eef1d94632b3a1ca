package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums in windows of 15 minutes over trades that come late. */
class WindowsTest {
  private static final String CONF =
      """
      jobs.bronze {
        layer = bronze
        source { type = json, path = "%s/in", schema = trade.ddl, max-files-per-batch = 1 }
        watermark { column = at, delay = 30 minutes }
        sql = windows.sql
        output-mode = update
        sink { type = delta, table = trades, mode = upsert, keys = [from, until] }
      }
      """;
  private static final String SQL =
      """
      SELECT window.start AS from, window.end AS until, SUM(amount) AS amount
      FROM input
      GROUP BY window(at, '15 minutes')
      """;

  @TempDir Path folder;
  private Sketch sketch;

  @BeforeEach
  void open() {
    sketch = new Sketch(folder).write("trade.ddl", "at TIMESTAMP, amount BIGINT");
    sketch.write("windows.sql", SQL).conf(CONF);
  }

  @Test
  @Tag("long")
  void lateRowsCountWithinTheWatermarkAndAreToldBehindIt() {
    sketch.land(
        "in/a.json",
        trade("10:05", 500),
        trade("10:12", 300),
        trade("10:20", 600),
        trade("10:40", 900));
    assertThat(sketch.drain().code()).isZero();
    assertThat(windows()).containsExactly("10:00 800", "10:15 600", "10:30 900");

    sketch.land("in/b.json", trade("10:25", 50));
    assertThat(sketch.drain().code()).isZero();
    assertThat(windows()).containsExactly("10:00 800", "10:15 650", "10:30 900");

    sketch.land("in/c.json", trade("11:30", 1));
    assertThat(sketch.drain().code()).isZero();
    sketch.land(
        "in/d.json",
        trade("10:40", 7),
        trade("10:41", 8),
        trade("10:59", 9),
        trade("11:10", 20),
        "nonsense");
    Lakehouse.Ended ended = sketch.drain();
    assertThat(ended.code()).isZero();
    assertThat(windows())
        .containsExactly("10:00 800", "10:15 650", "10:30 900", "11:00 20", "11:30 1");
    assertThat(sketch.tasks("bronze", "input_rows, quarantined_rows, late_rows, t.watermark"))
        .containsExactly(
            "4 0 0 null",
            "0 0 0 2026-01-05 10:10:00",
            "1 0 0 2026-01-05 10:10:00",
            "1 0 0 2026-01-05 10:10:00",
            "0 0 0 2026-01-05 11:00:00",
            "5 1 3 2026-01-05 11:00:00");
    assertThat(
            sketch
                .lakehouse()
                .tracking("SELECT message FROM Metadata_Logs WHERE message LIKE '%behind%'"))
        .containsExactly(
            "3 rows came behind the watermark, 2026-01-05T11:00:00Z, and were left out");
    assertThat(sketch.rows("bronze/trades_quarantine", "stage", "record"))
        .containsExactly("decode nonsense");
  }

  @Test
  void aBatchThatDiedBehindItsCommitIsCountedAgainAndCarriesTheStateOn() {
    sketch.land("in/a.json", trade("10:05", 500), "nonsense");
    assertThat(sketch.drain().code()).isZero();
    sketch.land("in/b.json", trade("10:04", 20), "more nonsense");
    assertThat(sketch.drain().code()).isZero();
    new Undone(sketch, "sketch", "bronze").takeBackTheLastBatch("in_archive/b.json", "in/b.json");

    assertThat(sketch.drain().code()).isZero();

    assertThat(windows()).containsExactly("10:00 520");
    assertThat(sketch.tasks("bronze", "t.status, input_rows, output_rows, quarantined_rows"))
        .containsExactly(
            "COMPLETED 2 1 1", "COMPLETED 0 0 0", "ABANDONED null null null", "RECOVERED 2 1 1");
    sketch.land("in/c.json", trade("10:03", 3));
    assertThat(sketch.drain().code()).isZero();
    assertThat(windows()).containsExactly("10:00 523");
    assertThat(sketch.rows("bronze/trades_quarantine", "record"))
        .containsExactly("more nonsense", "nonsense");
  }

  @Test
  void otherSqlThatRemembersSomethingElseIsRefused() {
    sketch.land("in/a.json", trade("10:05", 500));
    assertThat(sketch.drain().code()).isZero();
    sketch.write("windows.sql", SQL.replace("SUM(amount)", "MAX(amount)"));

    Lakehouse.Ended ended = sketch.drain();

    assertThat(ended.code()).isEqualTo(ExitCode.CHECKPOINT);
    assertThat(ended.out())
        .contains(
            "the checkpoint %s/lake/_checkpoints/sketch/bronze was made by other SQL and cannot be"
                    .formatted(folder)
                + " carried on: it remembers ");
    sketch.write("windows.sql", "-- The same.\n" + SQL.replace("AS amount", "AS `amount`"));
    assertThat(sketch.drain().code()).isZero();
  }

  private static String trade(String time, int amount) {
    return "{\"at\":\"2026-01-05T%s:00Z\",\"amount\":%d}".formatted(time, amount);
  }

  private java.util.List<String> windows() {
    return sketch.rows("bronze/trades", "date_format(from, 'HH:mm')", "amount");
  }
}
