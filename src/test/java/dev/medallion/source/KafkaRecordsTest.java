package dev.medallion.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.decode.JsonDecoder;
import dev.medallion.source.KafkaColumns.Headers;
import dev.medallion.source.KafkaColumns.Tombstones;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** Records of a topic as rows that keep the text of their value. */
class KafkaRecordsTest {
  private static final KafkaColumns COLUMNS =
      new KafkaColumns(
          new JsonDecoder(new StructType().add("a", "int")),
          KafkaColumns.Key.TEXT,
          Headers.KEEP,
          Tombstones.KEEP,
          KeepRaw.YES);

  @Test
  void onlyGoodRecordsHaveTheirTextInSight() {
    assertThat(COLUMNS.schema().fieldNames())
        .containsExactly(
            "a",
            "_topic",
            "_partition",
            "_offset",
            "_timestamp",
            "_key",
            "_headers",
            "_raw",
            "__raw",
            "__reasons",
            "__skipped");
    assertThat(read("{\"a\": 1}", "{\"a\": x}", null))
        .containsExactly(
            "1 {\"a\": 1} null true", "null null {\"a\": x} false", "null null null true");
  }

  /** Of each row the value, the two texts, and whether it is good. */
  private static List<String> read(String... values) {
    var records =
        Stream.of(values).map(KafkaRecordsTest::record).map(InternalRow.class::cast).iterator();
    List<String> rows = new ArrayList<>();
    var read = new KafkaRecords(records, COLUMNS);
    while (read.hasNext()) {
      Object[] row = ((GenericInternalRow) read.next()).values();
      rows.add(row[0] + " " + row[7] + " " + row[8] + " " + (row[9] == null));
    }
    return rows;
  }

  private static GenericInternalRow record(String value) {
    byte[] bytes = value == null ? null : value.getBytes(UTF_8);
    return new GenericInternalRow(
        new Object[] {null, bytes, UTF8String.fromString("t"), 0, 5L, 0L, 0, null});
  }
}
