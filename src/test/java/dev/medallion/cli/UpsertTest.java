package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of invoices, of which the table keeps the latest. */
class UpsertTest {
  private static final String NUMBERS =
      "t.status, input_rows, output_rows, quarantined_rows, rejected_rows";

  @TempDir Path folder;
  private Sketch sketch;

  @BeforeEach
  void open() {
    sketch = new Sketch(folder).write("invoice.ddl", "id STRING, changed TIMESTAMP, total BIGINT");
    sketch.conf(
        """
        jobs.bronze {
          layer = bronze
          source { type = json, path = "%s/in", schema = invoice.ddl }
          expect { has-id = "id IS NOT NULL" }
          ensure { is-positive = "total >= 0" }
          sink {
            type = delta, table = invoices, mode = upsert, keys = [id], latest-by = [changed]
            delete-when = "total = 0"
          }
        }
        """);
  }

  @Test
  void theLaterOfTwoVersionsStaysAndTheNumbersAreTrue() {
    sketch.land(
        "in/a.json",
        invoice("1", "10:00", 5),
        invoice("1", "11:00", 6),
        invoice("1", "09:00", 4),
        invoice("2", "10:00", 7),
        invoice("3", "10:00", -1),
        "{\"total\":1}",
        "nonsense");
    long began = System.nanoTime();
    assertThat(sketch.drain().code()).isZero();
    assertThat(System.nanoTime() - began).isLessThan(29_000_000_000L);
    assertThat(rows()).containsExactly("1 6", "2 7");
    assertThat(sketch.tasks("bronze", NUMBERS)).containsExactly("COMPLETED 7 2 2 1");
  }

  @Test
  void aBatchThatDiedBehindItsCommitChangesNothing() {
    sketch.land("in/a.json", invoice("1", "10:00", 5), invoice("2", "10:00", 7));
    assertThat(sketch.drain().code()).isZero();
    sketch.land(
        "in/b.json", invoice("1", "11:00", 6), invoice("2", "11:00", 0), invoice("3", "11:00", -1));
    assertThat(sketch.drain().code()).isZero();
    new Undone(sketch, "sketch", "bronze").takeBackTheLastBatch("in_archive/b.json", "in/b.json");

    assertThat(sketch.drain().code()).isZero();

    assertThat(rows()).containsExactly("1 6");
    assertThat(sketch.tasks("bronze", NUMBERS))
        .containsExactly("COMPLETED 2 2 0 0", "ABANDONED null null null null", "RECOVERED 3 2 0 1");
    assertThat(sketch.table("bronze/invoices_quarantine").count()).isEqualTo(1);
  }

  private java.util.List<String> rows() {
    return sketch.rows("bronze/invoices", "id", "total");
  }

  private static String invoice(String id, String time, int total) {
    return "{\"id\":\"%s\",\"changed\":\"2026-01-05T%s:00Z\",\"total\":%d}"
        .formatted(id, time, total);
  }
}
