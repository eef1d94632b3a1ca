package dev.medallion.decode;

import static dev.medallion.decode.Encoded.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.spark.sql.avro.AvroDeserializer;
import org.apache.spark.sql.avro.SchemaConverters;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns and values are those of Spark's own Avro decoding. */
class AvroTypeTest {

  @Test
  void scalars() {
    Schema schema =
        schema("boolean", "int", "long", "float", "double", "string", "bytes", "['null','string']");
    assertAsSpark(schema, true, -7, Long.MIN_VALUE, 1.5f, -2.25, "Å 😀", bytes(1, -2), "there");
    assertAsSpark(schema, false, 0, 0L, Float.NaN, -0.0, "", bytes(), null);
  }

  @Test
  void logicalTypes() {
    String decimal = "{'type':%s,'logicalType':'decimal','precision':9,'scale':3}";
    Schema schema =
        schema(
            logical("int", "date"),
            logical("int", "time-millis"),
            logical("long", "time-micros"),
            logical("long", "timestamp-millis"),
            logical("long", "timestamp-micros"),
            logical("long", "local-timestamp-millis"),
            logical("long", "local-timestamp-micros"),
            logical("string", "uuid"),
            decimal.formatted("'bytes'"),
            "{'type':'fixed','name':'F','size':4,'logicalType':'decimal','precision':9,'scale':3}");
    var fixed = new GenericData.Fixed(schema.getFields().get(9).schema(), new byte[] {-1, 0, 0, 5});
    assertAsSpark(
        schema, 18_000, 5, 6L, -1_001L, -1L, 1_600_000_000_123L, 7L, "id", bytes(-5, 9), fixed);
  }

  @Test
  void containers() {
    Schema schema =
        schema(
            "{'type':'array','items':['null','int']}",
            "{'type':'map','values':'double'}",
            "{'type':'array','items':{'type':'record','name':'Item','fields':["
                + "{'name':'code','type':'string'},"
                + "{'name':'tags','type':{'type':'map','values':{'type':'array','items':'long'}}}]}}",
            "{'type':'enum','name':'Kind','symbols':['A','B']}",
            "{'type':'fixed','name':'Four','size':4}");
    Schema item = schema.getFields().get(2).schema().getElementType();
    GenericRecord one = record(item, "x", Map.of("t", List.of(1L, 2L)));
    GenericRecord two = record(item, "y", Map.of());
    var kind = new GenericData.EnumSymbol(schema.getFields().get(3).schema(), "B");
    var four = new GenericData.Fixed(schema.getFields().get(4).schema(), new byte[] {1, 2, 3, 4});
    assertAsSpark(
        schema, Arrays.asList(1, null, 3), Map.of("a", 0.5), List.of(one, two), kind, four);
    assertAsSpark(schema, List.of(), Map.of(), List.of(), kind, four);
  }

  @Test
  void unions() {
    Schema schema =
        schema(
            "['int','long','null']",
            "['null','float','double']",
            "['string','null','int']",
            "['string']",
            "['null',{'type':'array','items':'int'},{'type':'map','values':'int'},'boolean']");
    assertAsSpark(schema, 5, 1.5f, "text", "only", List.of(1));
    assertAsSpark(schema, 5L, 2.5, 9, "only", Map.of("k", 1));
    assertAsSpark(schema, null, null, null, "", true);
  }

  @Test
  void theLargestDecimal() {
    Schema schema = schema("{'type':'bytes','logicalType':'decimal','precision':38,'scale':10}");
    BigInteger most = BigInteger.TEN.pow(38).subtract(BigInteger.ONE);
    assertAsSpark(schema, ByteBuffer.wrap(most.toByteArray()));
    assertAsSpark(schema, ByteBuffer.wrap(most.negate().toByteArray()));
    byte[] more =
        Encoded.plain(record(schema, ByteBuffer.wrap(most.add(BigInteger.ONE).toByteArray())));
    Object[] target = new Object[1];
    assertThat(AvroSchema.parse(schema.toString()).reader().read(more, 0, more.length, target))
        .containsExactly("f0: decimal(38,10) out of range");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'null' | f0: a column of nothing but null",
        "['null'] | f0: a column of nothing but null",
        "{'type':'record','name':'E','fields':[]} | f0 has no fields; it needs one",
        "{'type':'record','name':'L','fields':[{'name':'next','type':['null','L']}]} | f0.next: the"
            + " record L contains itself; a column cannot",
        "{'type':'bytes','logicalType':'decimal','precision':39,'scale':2} | f0: a decimal of 39"
            + " digits; a column holds 38",
      })
  void typesWithoutColumnAreRefused(String type, String message) {
    assertThatThrownBy(() -> AvroSchema.parse(schema(type).toString()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private static void assertAsSpark(Schema schema, Object... values) {
    GenericRecord record = record(schema, values);
    var spark = (StructType) SchemaConverters.toSqlType(schema).dataType();
    AvroSchema ours = AvroSchema.parse(schema.toString());
    assertThat(ours.columns()).isEqualTo(spark.asNullable());
    byte[] bytes = Encoded.plain(record);
    Object[] target = new Object[values.length];
    assertThat(ours.reader().read(bytes, 0, bytes.length, target)).isEmpty();
    Object theirs =
        new AvroDeserializer(schema, spark, "CORRECTED", false).deserialize(record).get();
    var external = CatalystTypeConverters.createToScalaConverter(spark);
    assertThat(external.apply(new GenericInternalRow(target))).isEqualTo(external.apply(theirs));
  }

  private static Schema schema(String... types) {
    String[] fields = new String[types.length];
    for (int i = 0; i < types.length; i++) {
      String type = types[i].matches("\\w+") ? "'" + types[i] + "'" : types[i];
      fields[i] = "{'name':'f%d','type':%s}".formatted(i, type).replace('\'', '"');
    }
    return Encoded.schema("R", fields);
  }

  private static String logical(String type, String logical) {
    return "{'type':'%s','logicalType':'%s'}".formatted(type, logical);
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }
}
