package dev.medallion.decode;

import static dev.medallion.decode.OneField.reasons;
import static dev.medallion.decode.OneField.value;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonValueTest {
  static Stream<Arguments> goodValues() {
    return Stream.of(
        Arguments.of("string", "\"a\\n\\u00e9\\ud83d\\ude00/é😀\"", utf8("a\né😀/é😀")),
        Arguments.of("string", "\"\"", utf8("")),
        Arguments.of("string", "1.50E+3", utf8("1.50E+3")),
        Arguments.of("string", "-0", utf8("-0")),
        Arguments.of("string", "true", utf8("true")),
        Arguments.of("string", "false", utf8("false")),
        Arguments.of("tinyint", "-128", (byte) -128),
        Arguments.of("smallint", "32767", (short) 32767),
        Arguments.of("int", "-2147483648", Integer.MIN_VALUE),
        Arguments.of("bigint", "9223372036854775807", Long.MAX_VALUE),
        Arguments.of("bigint", "-9223372036854775808", Long.MIN_VALUE),
        Arguments.of("double", "0.1", 0.1),
        Arguments.of("double", "-12", -12.0),
        Arguments.of("double", "1.7976931348623157e308", Double.MAX_VALUE),
        Arguments.of("double", "123456789012345678901234567890", 123456789012345678901234567890.0),
        Arguments.of("double", "9999999999999999", 9999999999999999.0),
        Arguments.of("double", "-0.0", -0.0),
        Arguments.of("double", "-12.5E-1", -1.25),
        Arguments.of("double", "1e-999", 0.0),
        Arguments.of("float", "0.1", 0.1f),
        Arguments.of("float", "16777217", 16777216f),
        Arguments.of("boolean", "true", true),
        Arguments.of("boolean", "false", false),
        Arguments.of("decimal(5,2)", "999.99", decimal("999.99", 5, 2)),
        Arguments.of("decimal(5,2)", "-1.2000", decimal("-1.20", 5, 2)),
        Arguments.of("decimal(5,2)", "1e2", decimal("100.00", 5, 2)),
        Arguments.of("decimal(5,2)", "0e999999999", decimal("0.00", 5, 2)),
        Arguments.of("binary", "\"AP8=\"", new byte[] {0, -1}));
  }

  private static UTF8String utf8(String text) {
    return UTF8String.fromString(text);
  }

  private static Decimal decimal(String number, int precision, int scale) {
    return Decimal.apply(new BigDecimal(number), precision, scale);
  }

  @ParameterizedTest
  @MethodSource("goodValues")
  void valueIsRead(String type, String json, Object expected) {
    assertThat(value(type, json)).isEqualTo(expected);
  }

  @Test
  void doublesAreThoseOfJava() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      String digits = Long.toString(random.nextLong() >> random.nextInt(64));
      int point = digits.length() - random.nextInt(digits.replace("-", "").length());
      String number = digits.substring(0, point) + "." + digits.substring(point) + "0";
      assertThat(value("array<double>", "[" + digits + "," + number + "]"))
          .isEqualTo(array(Double.parseDouble(digits), Double.parseDouble(number)));
    }
  }

  private static GenericArrayData array(Object... elements) {
    return new GenericArrayData(elements);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "string",
        "tinyint",
        "smallint",
        "int",
        "bigint",
        "float",
        "double",
        "decimal(5,2)",
        "boolean",
        "date",
        "timestamp",
        "timestamp_ntz",
        "binary",
        "struct<a:int>",
        "array<int>",
        "map<string,int>"
      })
  void nullIsNullForEveryType(String type) {
    assertThat(value(type, "null")).isNull();
  }

  static Stream<Arguments> wrongValues() {
    return Stream.of(
        Arguments.of("string", "{\"a\":[1]}", "an object"),
        Arguments.of("string", "[]", "an array"),
        Arguments.of("tinyint", "128", "128, which is out of range"),
        Arguments.of("smallint", "-32769", "-32769, which is out of range"),
        Arguments.of("int", "2147483648", "2147483648, which is out of range"),
        Arguments.of(
            "bigint", "99999999999999999999", "99999999999999999999, which is out of range"),
        Arguments.of("bigint", "4.0", "4.0"),
        Arguments.of("bigint", "4e0", "4e0"),
        Arguments.of("bigint", "\"4\"", "string \"4\""),
        Arguments.of("bigint", "true", "true"),
        Arguments.of("double", "\"abc\"", "string \"abc\""),
        Arguments.of("double", "\"NaN\"", "string \"NaN\""),
        Arguments.of("double", "1e309", "1e309, which is out of range"),
        Arguments.of("double", "false", "false"),
        Arguments.of("float", "-1e39", "-1e39, which is out of range"),
        Arguments.of("float", "\"1\"", "string \"1\""),
        Arguments.of("decimal(5,2)", "1000", "1000, which is out of range"),
        Arguments.of("decimal(5,2)", "1.234", "1.234, which has more than 2 decimals"),
        Arguments.of("decimal(5,2)", "1e99999999999", "1e99999999999, which is out of range"),
        Arguments.of(
            "decimal(5,2)", "1e-2147483647", "1e-2147483647, which has more than 2 decimals"),
        Arguments.of("decimal(5,2)", "1e2147483647", "1e2147483647, which is out of range"),
        Arguments.of("decimal(5,2)", "100e2147483647", "100e2147483647, which is out of range"),
        Arguments.of("decimal(5,2)", "\"1\"", "string \"1\""),
        Arguments.of("boolean", "\"true\"", "string \"true\""),
        Arguments.of("boolean", "1", "1"),
        Arguments.of("binary", "\"~\"", "string \"~\", which is not base64"),
        Arguments.of("binary", "1", "1"),
        Arguments.of("struct<a:int>", "[{\"a\":1}]", "an array"),
        Arguments.of("array<int>", "{\"a\":1}", "an object"),
        Arguments.of("map<string,int>", "\"x\"", "string \"x\""));
  }

  @ParameterizedTest
  @MethodSource("wrongValues")
  void valueIsWrong(String type, String json, String found) {
    String shortType = type.replaceFirst("<.*", "");
    assertThat(reasons(type, json))
        .containsExactly("v: expected " + shortType + ", found " + found);
  }

  @Test
  void longDecimalIsWrong() {
    String number = "1." + "0".repeat(999);
    assertThat(reasons("decimal(5,2)", number))
        .containsExactly(
            "v: expected decimal(5,2), found "
                + number.substring(0, 40)
                + "…, which is longer than 1000 characters");
  }

  @ParameterizedTest
  @CsvSource({"\\ud800", "\\udc00", "a\\udc00\\ud800", "é\\ud83d!"})
  void halfASurrogatePairIsWrong(String escaped) {
    assertThat(reasons("string", '"' + escaped + '"'))
        .singleElement()
        .asString()
        .startsWith("v: expected string, found string \"")
        .endsWith("\", which has half a surrogate pair");
  }

  @Test
  void foundValueIsShortenedBetweenCharacters() {
    assertThat(reasons("bigint", '"' + "x".repeat(40) + '"'))
        .containsExactly("v: expected bigint, found string \"" + "x".repeat(40) + '"');
    assertThat(reasons("bigint", '"' + "x".repeat(39) + "😀\""))
        .containsExactly("v: expected bigint, found string \"" + "x".repeat(39) + "…\"");
  }

  @Test
  void foundValueIsShownOnOneLine() {
    assertThat(reasons("bigint", "\"a\\n\\\"b\\u0000\""))
        .containsExactly("v: expected bigint, found string \"a\\n\\\"b\\u0000\"");
  }

  @Test
  void nestedValuesAreRead() {
    String type = "struct<m: map<string, array<struct<a: int, b: string>>>, x: double>";
    String json = "{\"m\":{\"é\":[{\"b\":\"s\"},null,{\"a\":1,\"z\":{}}],\"n\":null,\"e\":[]}}";
    Object row = CatalystTypeConverters.convertToScala(value(type, json), dataType(type));
    assertThat(((Row) row).json())
        .isEqualTo(
            "{\"m\":{\"e\":[],\"n\":null,"
                + "\"é\":[{\"a\":null,\"b\":\"s\"},null,{\"a\":1,\"b\":null}]},\"x\":null}");
  }

  private static DataType dataType(String type) {
    return StructType.fromDDL("v " + type).apply(0).dataType();
  }

  @Test
  void wrongNestedValuesAreToldByPath() {
    String type = "struct<m: map<string, array<struct<a: int>>>, l: array<array<int>>>";
    String json =
        "{\"m\":{\"k\":[{\"a\":1},{\"a\":\"x\",\"a\":2}],\"k\":[3],\"\\ud800\":1},"
            + "\"l\":[[1],[2,{\"y\":0}],5],\"l\":[]}";
    assertThat(reasons(type, json))
        .containsExactly(
            "v.m.k[1].a: expected int, found string \"x\"",
            "v.m.k[1].a: stands twice",
            "v.m.k: stands twice",
            "v.m.k[0]: expected struct, found 3",
            "v.m.\ud800: the key has half a surrogate pair",
            "v.m.\ud800: expected array, found 1",
            "v.l[1][1]: expected int, found an object",
            "v.l[2]: expected array, found 5",
            "v.l: stands twice");
  }

  @Test
  void decoderSurvivesSerialization() throws IOException, ClassNotFoundException {
    String ddl = "a map<string, decimal(5,2)>, b array<struct<c: double, d: timestamp>>";
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new JsonDecoder(StructType.fromDDL(ddl)));
    }
    byte[] line = "{\"b\":[{\"c\":1,\"d\":\"2024-01-01 12:00\"}],\"a\":{\"k\":1}}".getBytes(UTF_8);
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      JsonDecoder copy = (JsonDecoder) in.readObject();
      assertThat(copy.decode(line, 0, line.length, new Object[2])).isEmpty();
    }
  }
}
