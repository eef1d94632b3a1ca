package dev.medallion.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class JsonDecoderFuzzTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "number string, time bigint, total double, paid boolean,"
              + " address struct<city: string, pin: string>,"
              + " items array<struct<code: string, price: double, qty: bigint>>");
  private static final byte[] LINE =
      ("{\"number\":\"51402977\",\"time\":1595688900348,\"total\":11114.05,\"paid\":true,\"note\":[\"é\\n"
              + "\",null],\"address\":{\"city\":\"Śhivapuri 😀\",\"pin\":\"561012\"},"
              + "\"items\":[{\"code\":\"458\",\"price\":1.644E3,\"qty\":2},null,{\"qty\":-1}]}")
          .getBytes(UTF_8);
  private static final String MARKS = "{}[]\":,\\ \t0-.eEtn/'\0";
  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final JsonDecoder decoder = new JsonDecoder(SCHEMA);
  private final Random random = new Random(20240229);

  @Test
  void brokenLineGivesAReasonOrWhatAStrictParserReads() throws IOException {
    int good = 0;
    for (int round = 0; round < 50_000; round++) {
      byte[] line = broken();
      Object[] target = new Object[SCHEMA.size()];
      if (decoder.decode(line, 0, line.length, target).isEmpty()) {
        good++;
        assertThat((Object) new GenericInternalRow(target))
            .as(new String(line, UTF_8))
            .isEqualTo(struct(STRICT.readTree(line), SCHEMA));
      }
    }
    assertThat(good).isBetween(5_000, 45_000);
  }

  private byte[] broken() {
    byte[] line = LINE.clone();
    int at = random.nextInt(line.length);
    switch (random.nextInt(4)) {
      case 0 -> line = Arrays.copyOf(line, at);
      case 1 -> line[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> line[at] = (byte) MARKS.charAt(random.nextInt(MARKS.length()));
      default -> System.arraycopy(LINE, random.nextInt(at + 1), line, at, line.length - at);
    }
    return line;
  }

  private static Object value(JsonNode node, DataType type) {
    if (node == null || node.isNull()) {
      return null;
    }
    if (type instanceof StructType struct) {
      return struct(node, struct);
    }
    if (type instanceof ArrayType array) {
      return array(node, array.elementType());
    }
    return scalar(node, type);
  }

  private static Object scalar(JsonNode node, DataType type) {
    if (type.equals(DataTypes.StringType)) {
      assertThat(node.isValueNode()).isTrue();
      return UTF8String.fromString(node.asText());
    }
    if (type.equals(DataTypes.LongType)) {
      assertThat(node.isIntegralNumber() && node.canConvertToLong()).isTrue();
      return node.longValue();
    }
    boolean isDouble = type.equals(DataTypes.DoubleType);
    assertThat(isDouble ? node.isNumber() : node.isBoolean()).isTrue();
    return isDouble ? (Object) node.doubleValue() : (Object) node.booleanValue();
  }

  private static InternalRow struct(JsonNode node, StructType type) {
    assertThat(node.isObject()).isTrue();
    Object[] values = new Object[type.size()];
    for (int i = 0; i < values.length; i++) {
      StructField field = type.apply(i);
      values[i] = value(node.get(field.name()), field.dataType());
    }
    return new GenericInternalRow(values);
  }

  private static GenericArrayData array(JsonNode node, DataType type) {
    assertThat(node.isArray()).isTrue();
    Object[] values = new Object[node.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(node.get(i), type);
    }
    return new GenericArrayData(values);
  }
}
