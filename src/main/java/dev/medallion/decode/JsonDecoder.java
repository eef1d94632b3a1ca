package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes one line of bytes, which must be one strict JSON object in UTF-8, into Catalyst values of
 * a schema. Unlike Spark's reader it never turns a bad value into null and never overlooks what
 * stands behind the first value: the line is good as a whole or bad with its reasons.
 *
 * <p>Field names match exactly. A field that is missing or null is null, whatever the schema says
 * of nullability; a field that the schema lacks is skipped, but must be well-formed; or it ends the
 * job. Safe for use by several threads; the same bytes always give the same result.
 *
 * <table>
 *   <caption>What each type takes</caption>
 *   <tr><td>string</td><td>a string; a number or boolean as its source text</td></tr>
 *   <tr><td>tinyint, smallint, int, bigint</td><td>a number in range without fraction or
 *   exponent</td></tr>
 *   <tr><td>float, double</td><td>a number that does not overflow</td></tr>
 *   <tr><td>decimal(p,s)</td><td>a number of at most 1000 characters that fits without
 *   rounding</td></tr>
 *   <tr><td>boolean</td><td>true or false</td></tr>
 *   <tr><td>date</td><td>a string yyyy-MM-dd</td></tr>
 *   <tr><td>timestamp</td><td>a string yyyy-MM-ddTHH:mm[:ss[.fraction]][zone], a space in place of T
 *   allowed, zone Z or an offset, UTC if none; the fraction is cut to microseconds</td></tr>
 *   <tr><td>timestamp_ntz</td><td>the same without a zone</td></tr>
 *   <tr><td>binary</td><td>a string in base64</td></tr>
 *   <tr><td>struct, map&lt;string, …&gt;</td><td>an object</td></tr>
 *   <tr><td>array</td><td>an array</td></tr>
 * </table>
 */
public final class JsonDecoder implements Decoder {
  private static final long serialVersionUID = 1;
  private static final Utf8JsonFactory JSON = new Utf8JsonFactory();

  private final StructType columns;
  private final JsonStruct root;
  private final OnNewColumn onNew;

  /**
   * Prepares for lines of {@code schema}.
   *
   * @throws IllegalArgumentException if a field has a type that is not in the table above, a struct
   *     has no fields, or a name stands twice in one struct
   */
  public JsonDecoder(StructType schema) {
    this(schema, OnNewColumn.IGNORE);
  }

  /**
   * Prepares for lines of {@code schema}.
   *
   * @param onNew whether a line that has more must end the job, with {@link NewField}
   */
  public JsonDecoder(StructType schema, OnNewColumn onNew) {
    this.onNew = onNew;
    columns = schema;
    root = JsonStruct.of(schema, "");
  }

  @Override
  public StructType columns() {
    return columns;
  }

  /** Tells a line of nothing but JSON white space, after a byte order mark if there is one. */
  public static boolean isBlank(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset + Utf8.markLength(bytes, offset, length);
    while (at < end && isWhiteSpace(bytes[at])) {
      at++;
    }
    return at == end;
  }

  private static boolean isWhiteSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\n' || b == '\r';
  }

  /**
   * {@inheritDoc}
   *
   * <p>A byte order mark at the beginning is skipped. Of wrong values the first hundred are told,
   * and how many more.
   */
  @Override
  public List<String> decode(byte[] bytes, int offset, int length, Object[] target) {
    List<String> reasons = read(bytes, offset, length, target);
    if (!reasons.isEmpty()) {
      Arrays.fill(target, 0, root.size(), null);
    }
    return reasons;
  }

  private List<String> read(byte[] bytes, int offset, int length, Object[] target) {
    if (!Utf8.isValid(bytes, offset, length)) {
      return List.of(Utf8.NOT);
    }
    int mark = Utf8.markLength(bytes, offset, length);
    return readText(bytes, offset + mark, length - mark, target);
  }

  private List<String> readText(byte[] bytes, int offset, int length, Object[] target) {
    try (JsonParser parser = JSON.createParser(bytes, offset, length)) {
      JsonLine line = new JsonLine(parser, onNew);
      try {
        line.read(root, target);
      } catch (JsonProcessingException e) {
        line.add(new JsonFault(bytes, offset, length).reason(e));
      }
      return line.reasons();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
    }
  }
}
