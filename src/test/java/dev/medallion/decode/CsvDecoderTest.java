package dev.medallion.decode;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.decode.CsvDialect.Blanks;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One record of CSV: good as a whole, or bad with every reason. */
class CsvDecoderTest {
  private static final CsvDialect RFC_4180 = new CsvDialect(',', '"', '"', "", Blanks.KEEP);
  private static final StructType TEXTS = StructType.fromDDL("a string, b string, c string");

  @Test
  void fieldsAreDividedAsTheRfcDividesThem() {
    assertThat(texts(RFC_4180, "one,two,three")).isEqualTo("[one, two, three]");
    assertThat(texts(RFC_4180, "\"a,b\",\"say \"\"hi\"\"\",\"\"\"\""))
        .isEqualTo("[a,b, say \"hi\", \"]");
    assertThat(texts(RFC_4180, " a , \tb,ü€😀")).isEqualTo("[ a ,  \tb, ü€😀]");
    assertThat(texts(RFC_4180, "\"a\nb\r\nc\",,\"\"")).isEqualTo("[a\nb\r\nc, null, ]");
    assertThat(texts(RFC_4180, ",,")).isEqualTo("[null, null, null]");
  }

  @Test
  void anotherDialectIsSpokenToo() {
    CsvDialect other = new CsvDialect('|', '\'', '\\', "\\N", Blanks.CUT);
    assertThat(texts(other, "  a b\t|\\N| '\\N' ")).isEqualTo("[a b, null, \\N]");
    assertThat(texts(other, "'it\\'s'|'a\\\\'|'\\x'")).isEqualTo("[it's, a\\, \\x]");
    assertThat(texts(other, "|  |\"")).isEqualTo("[, , \"]");
    CsvDialect none = new CsvDialect('\t', CsvDialect.NONE, CsvDialect.NONE, "", Blanks.CUT);
    assertThat(texts(none, "5\" pipe\t\t 'x\" ")).isEqualTo("[5\" pipe, null, 'x\"]");
  }

  @Test
  void whatTheRfcDoesNotAllowIsNotRepaired() {
    assertThat(reasons("a,b")).containsExactly("number of fields: expected 3, found 2");
    assertThat(reasons("a,b,c,")).containsExactly("number of fields: expected 3, found 4");
    assertThat(reasons("a,\"b,c")).containsExactly("field 2: the quote is not closed");
    assertThat(reasons("a,b,\"\"\"")).containsExactly("field 3: the quote is not closed");
    assertThat(reasons("\"a\"b,c,d")).containsExactly("field 1: text behind the closing quote");
    assertThat(reasons("\"a\" ,b,c")).containsExactly("field 1: text behind the closing quote");
    assertThat(reasons("a,5\" pipe,c"))
        .containsExactly("field 2: a quote in a field that does not begin with one");
    byte[] latin = "a,ü,c".getBytes(ISO_8859_1);
    assertThat(new CsvDecoder(TEXTS, RFC_4180).decode(latin, 0, latin.length, new Object[3]))
        .containsExactly("not UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tinyint       | -128                      | -128
          smallint      | +32767                    | 32767
          int           | -2147483648               | -2147483648
          int           | 007                       | 7
          bigint        | 9223372036854775807       | 9223372036854775807
          float         | 1.5e-3                    | 0.0015
          double        | .5                        | 0.5
          double        | -7.                       | -7.0
          double        | 1E300                     | 1.0E300
          decimal(5,2)  | 123.450                   | 123.45
          decimal(38,0) | -9e37                     | -90000000000000000000000000000000000000
          boolean       | TRUE                      | true
          boolean       | false                     | false
          date          | 2024-02-29                | 19782
          timestamp     | 1970-01-01T00:00:01+01:00 | -3599000000
          timestamp     | 1970-01-01 00:00          | 0
          timestamp_ntz | 1970-01-01T00:00:00.5     | 500000
          """)
  void aColumnTakesItsValues(String type, String field, String value) {
    Object[] target = new Object[1];
    assertThat(decode(type, field, target)).isEmpty();
    assertThat(String.valueOf(target[0])).isEqualTo(value);
    assertThat(decode(type, '"' + field + '"', target)).isEmpty();
    assertThat(String.valueOf(target[0])).isEqualTo(value);
  }

  @Test
  void bytesComeInBase64() {
    Object[] target = new Object[1];
    assertThat(decode("binary", "AQI=", target)).isEmpty();
    assertThat((byte[]) target[0]).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      textBlock =
          """
          tinyint|128|, which is out of range
          int|2147483648|, which is out of range
          bigint|9223372036854775808|, which is out of range
          int| 5|
          int|5.0|
          int|-|
          int|٣|
          float|1e39|, which is out of range
          double|1e309|, which is out of range
          double|NaN|
          double|1d|
          double|0x1p3|
          double|.|
          double|1e|
          double|1 |
          decimal(5,2)|1234.5|, which is out of range
          decimal(5,2)|1.234|, which has more than 2 decimals
          decimal(5,2)|1e999999999999|, which is out of range
          decimal(5,2)|1,5|
          boolean|1|
          date|2023-02-29|, which is not yyyy-MM-dd
          date|1/31/2024|, which is not yyyy-MM-dd
          timestamp|2024-01-31|, which is not yyyy-MM-ddTHH:mm[:ss[.fraction]][zone]
          timestamp_ntz|2024-01-31T00:00Z|, which is not yyyy-MM-ddTHH:mm[:ss[.fraction]]
          binary|@@|, which is not base64
          """)
  void aColumnTakesNothingElse(String type, String field, String why) {
    String end = why == null ? "" : why;
    assertThat(decode(type, '"' + field + '"', new Object[1]))
        .containsExactly("v: expected %s, found \"%s\"%s".formatted(type, field, end));
  }

  @Test
  void everyWrongValueIsToldAndNoneIsLeft() {
    var decoder = new CsvDecoder(StructType.fromDDL("a int, b string, c date"), RFC_4180);
    Object[] target = new Object[4];
    byte[] line = ("x,good," + "y".repeat(50)).getBytes(UTF_8);
    assertThat(decoder.decode(line, 0, line.length, target))
        .containsExactly(
            "a: expected int, found \"x\"",
            "c: expected date, found \"" + "y".repeat(40) + "…\", which is not yyyy-MM-dd");
    assertThat(target).containsOnlyNulls();
  }

  @Test
  void inQuotesOnlyATextIsNotNull() {
    Object[] target = new Object[1];
    assertThat(decode("int", "\"\"", target)).isEmpty();
    assertThat(target[0]).isNull();
    assertThat(decode("string", "\"\"", target)).isEmpty();
    assertThat(target[0]).hasToString("");
  }

  @Test
  void aHeaderSaysWhereTheColumnsAre() throws CsvFault {
    assertThat(below("c,new,\"b\",,a", "1,2,3,4,5")).isEqualTo("[5, 3, 1]");
    assertThat(below("c,new,b,new,a", "1,2,\"x\",4,5")).isEqualTo("[5, x, 1]");
    assertThat(below("c,new,b,a", "1,\"x,3,4")).isEqualTo("[field 2: the quote is not closed]");
    assertThat(below("c,new,b,a", "1,2,3")).isEqualTo("[number of fields: expected 4, found 3]");
  }

  @Test
  void aHeaderThatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> below("a,B,c", ""))
        .isInstanceOf(CsvFault.class)
        .hasMessage("the header lacks the column b; nothing of the file is read");
    assertThatThrownBy(
            () ->
                new CsvDecoder(TEXTS, 3, RFC_4180, OnNewColumn.FAIL)
                    .under("a,b,d".getBytes(ISO_8859_1), 0, 5))
        .isInstanceOf(NewField.class)
        .hasMessage("the field 'd' is not in the schema");
    assertThatThrownBy(() -> below("a,b,c,b", ""))
        .hasMessage("the header has more than once the column b; nothing of the file is read");
    assertThatThrownBy(() -> below("a,\"b", ""))
        .hasMessage("the header, field 2: the quote is not closed; nothing of the file is read");
    byte[] latin = "ü".getBytes(ISO_8859_1);
    assertThatThrownBy(() -> new CsvDecoder(TEXTS, RFC_4180).under(latin, 0, 1))
        .hasMessage("the header is not UTF-8; nothing of the file is read");
  }

  @Test
  void nestedTypesAreRefused() {
    assertThatThrownBy(() -> new CsvDecoder(StructType.fromDDL("a array<int>"), RFC_4180))
        .hasMessage(
            "a: type array<int> cannot be read from CSV; use string, binary, boolean, tinyint,"
                + " smallint, int, bigint, float, double, decimal, date, timestamp or"
                + " timestamp_ntz");
  }

  private static String below(String header, String line) throws CsvFault {
    byte[] names = header.getBytes(UTF_8);
    return texts(new CsvDecoder(TEXTS, RFC_4180).under(names, 0, names.length), line);
  }

  private static String texts(CsvDialect dialect, String line) {
    return texts(new CsvDecoder(TEXTS, dialect), line);
  }

  /** The values, or the reasons why there are none. */
  private static String texts(CsvDecoder decoder, String line) {
    byte[] bytes = ("before" + line + "behind").getBytes(UTF_8);
    Object[] target = new Object[3];
    List<String> reasons = decoder.decode(bytes, 6, bytes.length - 12, target);
    return reasons.isEmpty() ? Arrays.toString(target) : reasons.toString();
  }

  private static List<String> reasons(String line) {
    byte[] bytes = line.getBytes(UTF_8);
    return new CsvDecoder(TEXTS, RFC_4180).decode(bytes, 0, bytes.length, new Object[3]);
  }

  private static List<String> decode(String type, String field, Object[] target) {
    byte[] bytes = field.getBytes(UTF_8);
    return new CsvDecoder(StructType.fromDDL("v " + type), RFC_4180)
        .decode(bytes, 0, bytes.length, target);
  }
}
