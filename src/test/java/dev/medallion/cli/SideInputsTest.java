package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins of a stream with tables, files and another stream. */
class SideInputsTest {
  private static final String ORDERS =
      """
      layer = bronze
      source { type = json, path = "%s/in", schema = order.ddl, max-files-per-batch = 1 }
      """;

  @TempDir Path folder;
  private Sketch sketch;

  @BeforeEach
  void open() {
    sketch = new Sketch(folder).write("order.ddl", "id BIGINT, shop STRING, at TIMESTAMP");
    sketch.write("shop.ddl", "shop STRING, city STRING");
    sketch.write("join.sql", "SELECT id, city FROM input LEFT JOIN shops USING (shop)");
  }

  @Test
  void filesAreReadForEachBatchOrOnceARun() {
    sketch.write("shops.csv", "shop,city\na,Ulm\n");
    String read =
        """
        jobs.bronze {
          sql = join.sql
          inputs.shops { type = csv, path = "%s/shops.csv", schema = shop.ddl, read = each-batch }
          sink { type = delta, table = orders }
        """;
    sketch.conf(read + ORDERS + "}");
    sketch.land("in/1.json", order(1, "a", "10:00"));
    Lakehouse.Ended ended = sketch.drain();
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    sketch.write("shops.csv", "shop,city\na,Bonn\n");
    sketch.land("in/2.json", order(2, "a", "10:00"), order(3, "b", "10:00"));
    assertThat(sketch.drain().code()).isZero();
    assertThat(sketch.rows("bronze/orders", "id", "city"))
        .containsExactly("1 Ulm", "2 Bonn", "3 null");
  }

  @Test
  void aBrokenLineOfAFileStopsTheJobAndLosesNothing() {
    sketch.write("shops.csv", "shop,city\na,Ulm,what\n");
    sketch.conf(
        """
        jobs.bronze {
          sql = join.sql
          inputs.shops { type = csv, path = "%s/shops.csv", schema = shop.ddl }
          sink { type = delta, table = orders }
        """
            + ORDERS
            + "}");
    sketch.land("in/1.json", order(1, "a", "10:00"));
    assertThat(sketch.drain().code()).isEqualTo(ExitCode.FAILED);
    sketch.write("shops.csv", "shop,city\na,Ulm\n");
    assertThat(sketch.drain().code()).isZero();
    assertThat(sketch.rows("bronze/orders", "id", "city")).containsExactly("1 Ulm");
  }

  @Test
  void twoStreamsAreJoinedByTheirTimes() {
    sketch.write("paid.ddl", "order_id BIGINT, paid_at TIMESTAMP");
    sketch.write(
        "paid.sql",
        """
        SELECT o.id, o.shop, p.paid_at
        FROM input o JOIN payments p
          ON o.id = p.order_id AND p.paid_at BETWEEN o.at AND o.at + INTERVAL 1 HOUR
        """);
    sketch.conf(
        """
        jobs.bronze {
          sql = paid.sql
          watermark { column = at, delay = 10 minutes }
          inputs.payments {
            type = json, path = "%s/paid", schema = paid.ddl
            watermark { column = paid_at, delay = 10 minutes }
          }
          sink { type = delta, table = paid }
        """
            + ORDERS
            + "}");
    sketch.land("in/1.json", order(1, "a", "10:00"), order(2, "b", "10:05"), "nonsense");
    sketch.land("paid/1.json", "{\"order_id\":2,\"paid_at\":\"2026-01-05T10:30:00Z\"}", "no JSON");
    assertThat(sketch.drain().code()).isZero();
    sketch.land("paid/2.json", "{\"order_id\":1,\"paid_at\":\"2026-01-05T10:59:00Z\"}");
    Lakehouse.Ended ended = sketch.drain();
    assertThat(ended.code()).as(ended.out()).isZero();
    assertThat(sketch.rows("bronze/paid", "id", "shop", "paid_at"))
        .containsExactly("1 a 2026-01-05 10:59:00.0", "2 b 2026-01-05 10:30:00.0");
    assertThat(sketch.rows("bronze/paid_quarantine", "record", "source"))
        .containsExactly("no JSON %s/paid".formatted(folder), "nonsense %s/in".formatted(folder));
    assertThat(
            sketch
                .lakehouse()
                .tracking(
                    "SELECT SUM(input_rows), SUM(quarantined_rows), SUM(output_rows)"
                        + " FROM Task_Metadata"))
        .containsExactly("6 2 2");
    assertThat(sketch.folder().resolve("paid_archive/2.json")).exists();
  }

  private static String order(int id, String shop, String time) {
    return "{\"id\":%d,\"shop\":\"%s\",\"at\":\"2026-01-05T%s:00Z\"}".formatted(id, shop, time);
  }
}
