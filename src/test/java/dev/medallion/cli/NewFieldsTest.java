package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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

  private static final String SALE =
      """
      {"type":"record","name":"Sale","fields":[
        {"name":"id","type":"long"},{"name":"shop","type":"string"}%s]}""";

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

  @Test
  void fieldsOfJsonBecomeColumnsAndStay() {
    sketch.conf(CONF.formatted("json"));
    sketch.land("in/a.json", "{\"id\":1,\"shop\":\"a\"}");
    assertAdds();
    assertThat(changes()).isEmpty();

    sketch.land(
        "in/b.json",
        "{\"id\":2,\"shop\":\"b\",\"Rate\":5,\"unit price\":1,\"SHOP\":\"x\",\"_ingested_at\":0}",
        "{\"Broken\":",
        "{\"id\":3,\"shop\":\"c\",\"Rate\":0.5,\"To\":{\"city\":\"Bonn\"}}");
    assertAdds();
    sketch.land("in/c.json", "{\"id\":4,\"shop\":\"d\"}");
    assertAdds();

    assertThat(sketch.table("bronze/sales").schema().toDDL())
        .isEqualTo(
            "id BIGINT,shop STRING,_source_file STRING,_ingested_at TIMESTAMP,Rate DOUBLE,"
                + "To STRUCT<city: STRING>");
    assertThat(sketch.rows("bronze/sales", "id", "shop", "Rate", "To.city"))
        .containsExactly("1 a null null", "2 b 5.0 null", "3 c 0.5 Bonn", "4 d null null");
    assertThat(sketch.rows("bronze/sales_quarantine", "record")).containsExactly("{\"Broken\":");
    assertThat(changes())
        .containsExactly(
            folder
                + "/in columns|id BIGINT, shop STRING, _source_file STRING,"
                + " _ingested_at TIMESTAMP NOT NULL"
                + "|id BIGINT, shop STRING, Rate DOUBLE, To STRUCT<city: STRING>,"
                + " _source_file STRING, _ingested_at TIMESTAMP NOT NULL|fields that the"
                + " schema lacks are"
                + " columns from now on: Rate DOUBLE, To STRUCT<city: STRING>");
    assertThat(
            sketch
                .lakehouse()
                .tracking(
                    "SELECT message FROM Metadata_Logs WHERE message LIKE 'the field%' ORDER BY 1"))
        .containsExactly(
            "the field 'SHOP' becomes no column: another column has that name, in other letters",
            "the field '_ingested_at' becomes no column: every job has a column of that name",
            "the field 'unit price' becomes no column: a table cannot have it by the names that it"
                + " has");
  }

  @Test
  @Tag("long")
  void columnsOfCsvHeadersBecomeColumnsAndMayBeAbsentAgain() {
    sketch.conf(CONF.formatted("csv, header = true"));
    sketch.land("in/a.csv", "id,Rate,shop", "1,5 %,a");
    assertAdds();
    sketch.land("in/b.csv", "shop,id", "b,2");
    assertAdds();
    assertThat(sketch.rows("bronze/sales", "id", "shop", "Rate"))
        .containsExactly("1 a 5 %", "2 b null");

    sketch.write("sale.ddl", "id BIGINT, shop STRING, rate STRING");
    sketch.land("in/c.csv", "id,shop,rate", "3,c,6");
    assertAdds();
    assertThat(sketch.rows("bronze/sales", "id", "shop", "Rate"))
        .containsExactly("1 a 5 %", "2 b null", "3 c 6");
    assertThat(changes()).hasSize(1);
  }

  @Test
  void columnsOfParquetFilesBecomeColumns() throws IOException {
    sketch.conf(CONF.formatted("parquet"));
    landParquet("a.parquet", "SELECT 1L AS ID, 'a' AS shop, DATE'2026-01-31' AS day");
    landParquet("b.parquet", "SELECT 2L AS id, 'b' AS shop");
    assertAdds();
    assertThat(sketch.rows("bronze/sales", "id", "shop", "day"))
        .containsExactly("1 a 2026-01-31", "2 b null");
  }

  @Test
  void fieldsOfAvroFilesEndTheJobOrBecomeColumns() throws IOException {
    sketch.write("sale.avsc", SALE.formatted(""));
    sketch.conf(CONF.formatted("avro").replace("sale.ddl", "sale.avsc"));
    landAvro(
        "a.avro",
        SALE.formatted(
            """
            ,{"name":"sold","type":{"type":"long","logicalType":"timestamp-millis"}}
            ,{"name":"paid","type":["null",{"type":"enum","name":"Paid","symbols":["CASH","CARD"]}]}\
            """),
        "{\"id\":1,\"shop\":\"a\",\"sold\":1767605400000,\"paid\":{\"Paid\":\"CARD\"}}");
    assertRefused("in/a.avro", "sold");
    assertAdds();
    landAvro("b.avro", SALE.formatted(""), "{\"id\":2,\"shop\":\"b\"}");
    assertAdds();
    assertThat(sketch.rows("bronze/sales", "id", "shop", "sold", "paid"))
        .containsExactly("1 a 2026-01-05 09:30:00.0 CARD", "2 b null null");
    assertThat(sketch.table("bronze/sales").schema().apply("sold").metadata().json())
        .isEqualTo("{}");
  }

  private void landAvro(String name, String schemaText, String json) throws IOException {
    Schema schema = new Schema.Parser().parse(schemaText);
    GenericRecord record =
        new GenericDatumReader<GenericRecord>(schema)
            .read(null, DecoderFactory.get().jsonDecoder(schema, json));
    Files.createDirectories(folder.resolve("in"));
    try (var writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema))) {
      writer.create(schema, folder.resolve("in").resolve(name).toFile());
      writer.append(record);
    }
  }

  private void assertAdds() {
    assertEnded(sketch.drain("--set", "jobs.bronze.on-new-column=add"));
  }

  private void assertEnded(Lakehouse.Ended ended) {
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(folder.resolve("in")).isEmptyDirectory();
  }

  /** What the log says of the source; what became of the target stands there too. */
  private List<String> changes() {
    return sketch
        .lakehouse()
        .tracking(
            "SELECT entity || ' ' || field || '|' || old_value || '|' || new_value || '|'"
                + " || message FROM Metadata_Logs WHERE event_type = 'SCHEMA_CHANGE'"
                + " AND message LIKE 'fields%'");
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
    assertEnded(sketch.drain("--set", "jobs.bronze.on-new-column=ignore"));
    assertThat(sketch.rows("bronze/sales", "id", "shop")).containsExactly(rows);
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
