package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Landed files with fields that the declared schema lacks. */
class NewFieldsTest {
  private static final String CONF =
      """
      jobs.bronze {
        layer = bronze
        on-new-column = fail
        source { type = %s, path = "%%s/in", schema = sale.ddl }
        sink { type = delta, table = sales }
      }
      """;

  @TempDir Path folder;
  private Sketch sketch;

  @BeforeEach
  void open() {
    sketch = new Sketch(folder).write("sale.ddl", "id BIGINT, shop STRING");
  }

  @Test
  void aFieldOfJsonEndsTheJob() {
    sketch.conf(CONF.formatted("json"));
    sketch.land(
        "in/a.json",
        "{\"id\":1,\"shop\":\"a\"}",
        "{\"broken\":",
        "{\"id\":2,\"shop\":\"b\",\"Discount\":{\"rate\":5}}");

    assertRefused("in/a.json", "Discount");
    assertGoesOn("1 a", "2 b");
    assertThat(sketch.rows("bronze/sales_quarantine", "record")).containsExactly("{\"broken\":");
  }

  @Test
  void aColumnOfACsvHeaderEndsTheJob() {
    sketch.conf(CONF.formatted("csv, header = true"));
    sketch.land("in/a.csv", "Discount,id,shop", "5,1,a");

    assertRefused("in/a.csv", "Discount");
    assertGoesOn("1 a");
  }

  @Test
  void aColumnOfAParquetFileEndsTheJob() throws IOException {
    sketch.conf(CONF.formatted("parquet"));
    landParquet("a.parquet", "SELECT 1L AS ID, 'a' AS shop, 5 AS Discount");

    assertRefused("in/a.parquet", "Discount");
    assertGoesOn("1 a");
  }

  private void assertRefused(String file, String field) {
    Lakehouse.Ended ended = sketch.drain();
    assertThat(ended.code()).isEqualTo(ExitCode.FAILED);
    assertThat(ended.out() + ended.err())
        .contains(
            "file:%s/%s: the field '%s' is not in the schema; add it there, or set on-new-column ="
                    .formatted(folder, file, field)
                + " ignore or add\n")
        .doesNotContain("\tat ");
    assertThat(folder.resolve(file)).exists();
    assertThat(folder.resolve("lake/bronze/sales_quarantine")).doesNotExist();
    assertThat(folder.resolve("lake/bronze/sales/_delta_log/00000000000000000000.json"))
        .doesNotExist();
  }

  private void assertGoesOn(String... rows) {
    Lakehouse.Ended ended = sketch.drain("--set", "jobs.bronze.on-new-column=ignore");
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(sketch.rows("bronze/sales", "id", "shop")).containsExactly(rows);
    assertThat(folder.resolve("in")).isEmptyDirectory();
  }

  private void landParquet(String name, String sql) throws IOException {
    Path made = folder.resolve("made-" + name);
    LocalSpark.session().sql(sql).coalesce(1).write().parquet(made.toString());
    Files.createDirectories(folder.resolve("in"));
    try (var files = Files.list(made)) {
      Path part = files.filter(file -> file.toString().endsWith(".parquet")).findFirst().get();
      Files.move(part, folder.resolve("in").resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
