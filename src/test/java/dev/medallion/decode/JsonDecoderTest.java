package dev.medallion.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonDecoderTest {
  private static final String CUT = "cut off: the line ends inside a value";
  private static final String TWO = "more than one JSON value on the line";
  private static final String NONE = "holds none of the schema's fields";

  private final JsonDecoder decoder =
      new JsonDecoder(StructType.fromDDL("id bigint, name string, tags array<string>"));
  private final Object[] target = new Object[5];

  private List<String> decode(String line) {
    return decode(line.getBytes(UTF_8));
  }

  private List<String> decode(byte[] line) {
    return decoder.decode(line, 0, line.length, target);
  }

  @Test
  void goodLineFillsTheFirstSlots() {
    target[3] = "kept";
    assertThat(decode("{\"name\": \"x\", \"id\": 7}")).isEmpty();
    assertThat(target).containsExactly(7L, UTF8String.fromString("x"), null, "kept", null);
  }

  @Test
  void onlyTheGivenRangeIsRead() {
    byte[] bytes = "}{\"id\":1}{".getBytes(UTF_8);
    assertThat(decoder.decode(bytes, 1, bytes.length - 2, target)).isEmpty();
    assertThat(target[0]).isEqualTo(1L);
  }

  @Test
  void valuesOfTheLineBeforeAreGone() {
    decode("{\"id\":1,\"name\":\"x\"}");
    assertThat(decode("{\"name\":null}")).isEmpty();
    assertThat(target).containsOnlyNulls();
  }

  @Test
  void badLineLeavesNulls() {
    decode("{\"id\":1,\"name\":[]}");
    assertThat(target).containsOnlyNulls();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"more\":{\"deep\":[1,{\"x\":\"é\"}]},\"x\":1e999}",
        " \t{\"id\":1} \r\n",
        "\uFEFF{\"id\":1}",
        "{\"id\":1,\"ID\":\"other\",\"Id\":2}",
        "{\"more\":1,\"id\":1,\"more\":2}",
        "{\"\\u0069d\":1}",
        "{\"more\":\"\\ud800\",\"id\":1}"
      })
  void lineIsGood(String line) {
    assertThat(decode(line)).isEmpty();
    assertThat(target).containsExactly(1L, null, null, null, null);
  }

  static Stream<Arguments> badLines() {
    return Stream.of(
        Arguments.of("garbage", "not JSON: unrecognized token near byte 7"),
        Arguments.of("", "not JSON: the line is blank"),
        Arguments.of("\uFEFF \t", "not JSON: the line is blank"),
        Arguments.of("\uFEFF\uFEFF{\"id\":1}", "not JSON: unexpected character near byte 2"),
        Arguments.of("{\"id\":é}", "not JSON: unexpected character near byte 8"),
        Arguments.of("\0{\0\"\0i\0", "not JSON: illegal character near byte 1"),
        Arguments.of("{'id':1}", "not JSON: unexpected character near byte 2"),
        Arguments.of("{id:1}", "not JSON: unexpected character near byte 2"),
        Arguments.of("{\"id\":1,}", "not JSON: unexpected character near byte 9"),
        Arguments.of("{\"id\":NaN}", "not JSON: non-standard token near byte 9"),
        Arguments.of("{\"id\":-Infinity}", "not JSON: non-standard token near byte 15"),
        Arguments.of("{\"id\":01}", "not JSON: invalid numeric value near byte 7"),
        Arguments.of("{\"id\":+1}", "not JSON: unexpected character near byte 8"),
        Arguments.of("{\"id\":1.}", "not JSON: unexpected character near byte 9"),
        Arguments.of("{\"id\":1]", "not JSON: unexpected close marker near byte 8"),
        Arguments.of("{\"id\":/**/1}", "not JSON: unexpected character near byte 7"),
        Arguments.of("{\"name\":\"\t\"}", "not JSON: illegal unquoted character near byte 10"),
        Arguments.of("{\"x\":\"\\q\"}", "not JSON: unrecognized character escape near byte 8"),
        Arguments.of("{\"id\":trx", "not JSON: unrecognized token near byte 9"),
        Arguments.of("{\"id\":x,\"more\":tru", "not JSON: unrecognized token near byte 8"),
        Arguments.of("[{\"id\":1}]", "an array, not an object"),
        Arguments.of("\"id\"", "a string, not an object"),
        Arguments.of("12", "a number, not an object"),
        Arguments.of("-1.5", "a number, not an object"),
        Arguments.of("true", "a boolean, not an object"),
        Arguments.of("null", "null, not an object"),
        Arguments.of("{\"id\":1}{\"id\":2}", TWO),
        Arguments.of("{\"id\":1} {\"id\":", TWO),
        Arguments.of("{\"id\":1} 2", TWO),
        Arguments.of("{\"id\":1} // note", "text behind the JSON object"),
        Arguments.of("{\"id\":1},", "text behind the JSON object"),
        Arguments.of("{\"id\":1}}", "text behind the JSON object"),
        Arguments.of("{}", NONE),
        Arguments.of("{\"ID\":1,\"more\":{\"id\":1}}", NONE),
        Arguments.of("{\"id\":1,\"id\":1}", "id: stands twice"));
  }

  @ParameterizedTest
  @MethodSource("badLines")
  void lineIsBad(String line, String reason) {
    assertThat(decode(line)).containsExactly(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"more\":{\"a\":[true,false,null,-1.5e+3,\"x\\n\\u00e9\"]},\"name\":\"x\"}",
        "{\"more\":-12.25, \"name\":null, \"tags\":[ \"a\" ] }",
        "[1,{\"a\":\"b\"},true]"
      })
  void everyBeginningOfALineIsCutOff(String line) {
    for (int length = 1; length < line.length(); length++) {
      assertThat(decode(line.substring(0, length))).as(line.substring(0, length)).contains(CUT);
    }
  }

  static Stream<Arguments> severalReasons() {
    return Stream.of(
        Arguments.of("{} {}", List.of(NONE, TWO)),
        Arguments.of("[1", List.of("an array, not an object", CUT)),
        Arguments.of("\"x", List.of("a string, not an object", CUT)),
        Arguments.of("1 x", List.of("a number, not an object", "text behind the JSON number")),
        Arguments.of(
            "{\"id\":\"1\",\"name\":{},\"na",
            List.of("id: expected bigint, found string \"1\"", NAME_IS_OBJECT, CUT)),
        Arguments.of(
            "{\"name\":{},\"tags\":[[],\"x\",{}],\"name\":{}}",
            List.of(
                NAME_IS_OBJECT,
                "tags[0]: expected string, found an array",
                "tags[2]: expected string, found an object",
                "name: stands twice",
                NAME_IS_OBJECT)));
  }

  private static final String NAME_IS_OBJECT = "name: expected string, found an object";

  @ParameterizedTest
  @MethodSource("severalReasons")
  void everyReasonIsTold(String line, List<String> reasons) {
    assertThat(decode(line)).isEqualTo(reasons);
  }

  @Test
  void reasonsPastAHundredAreCounted() {
    String wrong = "{},".repeat(150);
    List<String> expected = new ArrayList<>();
    IntStream.range(0, 100)
        .forEach(i -> expected.add("tags[" + i + "]: expected string, found an object"));
    expected.add("and 51 more wrong values");
    assertThat(decode("{\"tags\":[" + wrong + "{}]}")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":1,\"name\":\"\\q\u00e9\"}", // Latin-1 in a field
        "{\"id\":1,\"more\":\"\u00c0\u0080\"}", // overlong in a field that is skipped
        "{\"id\":1,\"\u00ed\u00a0\u0080\":1}", // surrogate in a name
        "{\"id\":1}\u00ff",
        "{\"name\":\"\u00e2\u0082"
      })
  void lineIsNotUtf8(String latin1) {
    assertThat(decode(latin1.getBytes(ISO_8859_1))).containsExactly("not UTF-8");
  }

  @Test
  void hugeValuesAreRead() {
    String text = "é\\n".repeat(10_500_000);
    String digits = "9".repeat(1_000_000);
    assertThat(decode("{\"name\":\"" + text + "\",\"x\":" + digits + "}")).isEmpty();
    assertThat(((UTF8String) target[1]).numChars()).isEqualTo(21_000_000);
    assertThat(decode("{\"id\":" + digits + "}"))
        .containsExactly(
            "id: expected bigint, found " + digits.substring(0, 40) + "…, which is out of range");
  }

  @Test
  void depthIsLimited() {
    String open = "[".repeat(999);
    assertThat(decode("{\"id\":1,\"more\":" + open + "]".repeat(999) + "}")).isEmpty();
    assertThat(decode("{\"id\":1,\"more\":[" + open + "]".repeat(1000) + "}"))
        .containsExactly("nested deeper than 1000 levels");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\r\n ", "\uFEFF", "\uFEFF \n"})
  void whiteSpaceIsBlank(String line) {
    byte[] bytes = ("x" + line + "x").getBytes(UTF_8);
    assertThat(JsonDecoder.isBlank(bytes, 1, bytes.length - 2)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", " {", "\0", "\u00a0", " \uFEFF", "\uFEFF\uFEFF", "\f"})
  void anythingElseIsNotBlank(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    assertThat(JsonDecoder.isBlank(bytes, 0, bytes.length)).isFalse();
  }
}
