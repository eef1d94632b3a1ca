package dev.medallion.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes records of CSV into Catalyst values of a schema: those of all fields in turn, or of those
 * that a header names. Unlike Spark's reader it never turns a bad value into null, never lacks or
 * drops a field in silence, and repairs no quotes: the record is good as a whole or bad with its
 * reasons.
 *
 * <table>
 *   <caption>What each type takes</caption>
 *   <tr><td>string</td><td>any text</td></tr>
 *   <tr><td>tinyint, smallint, int, bigint</td><td>digits, perhaps behind a sign, in range</td></tr>
 *   <tr><td>float, double</td><td>a decimal number, perhaps with an exponent, that does not
 *   overflow</td></tr>
 *   <tr><td>decimal(p,s)</td><td>the same, of at most 1000 characters, that fits without
 *   rounding</td></tr>
 *   <tr><td>boolean</td><td>true or false, in any case</td></tr>
 *   <tr><td>date, timestamp, timestamp_ntz, binary</td><td>what {@link JsonDecoder} takes in a
 *   string</td></tr>
 * </table>
 */
public final class CsvDecoder implements Decoder {
  private static final long serialVersionUID = 1;
  private static final int SKIPPED = -1;

  private final StructType columns;
  private final int required;
  private final CsvDialect dialect;
  private final byte[] nullValue;
  private final CsvValue[] values;

  private final OnNewColumn onNew;

  /** Where the value of each field goes. */
  private final int[] slots;

  /**
   * Prepares for records with a field for each column, in its place.
   *
   * @throws IllegalArgumentException if a column has a type that is not in the table above
   */
  public CsvDecoder(StructType columns, CsvDialect dialect) {
    this(columns, columns.size(), dialect, OnNewColumn.IGNORE);
  }

  /**
   * Prepares for records with a field for each column, in its place.
   *
   * @param required how many of the columns a header must name, the first ones
   * @param onNew whether a header that names more must end the job, with {@link NewField}
   */
  public CsvDecoder(StructType columns, int required, CsvDialect dialect, OnNewColumn onNew) {
    this(
        columns,
        required,
        dialect,
        onNew,
        values(columns),
        IntStream.range(0, columns.size()).toArray());
  }

  private CsvDecoder(
      StructType columns,
      int required,
      CsvDialect dialect,
      OnNewColumn onNew,
      CsvValue[] values,
      int[] slots) {
    this.columns = columns;
    this.required = required;
    this.dialect = dialect;
    this.onNew = onNew;
    this.nullValue = dialect.nullBytes();
    this.values = values;
    this.slots = slots;
  }

  private static CsvValue[] values(StructType columns) {
    return Arrays.stream(columns.fields())
        .map(field -> CsvValue.of(field.dataType(), field.name()))
        .toArray(CsvValue[]::new);
  }

  /**
   * The decoder for the records below a header, which names each column of the schema once, in any
   * order. What it names beside them is skipped, or ends the job.
   */
  public CsvDecoder under(byte[] bytes, int offset, int length) throws CsvFault {
    List<String> names = names(bytes, offset, length);
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      places.put(columns.fieldNames()[i], i);
    }
    if (onNew == OnNewColumn.FAIL) {
      names.stream()
          .filter(name -> !places.containsKey(name))
          .findFirst()
          .ifPresent(CsvDecoder::refuse);
    }
    int[] found = names.stream().mapToInt(n -> places.getOrDefault(n, SKIPPED)).toArray();
    for (int i = 0; i < columns.size(); i++) {
      requireOnce(columns.fieldNames()[i], i < required ? 1 : 0, names);
    }
    return new CsvDecoder(columns, required, dialect, onNew, values, found);
  }

  private static void refuse(String name) {
    throw new NewField(JsonWords.shown(name));
  }

  private static void requireOnce(String name, int least, List<String> names) throws CsvFault {
    long times = names.stream().filter(name::equals).count();
    if (times < least || times > 1) {
      String fault = times == 0 ? "lacks the column " : "has more than once the column ";
      throw new CsvFault("the header " + fault + name + "; nothing of the file is read");
    }
  }

  /** What a header names, in its order. */
  public List<String> names(byte[] bytes, int offset, int length) throws CsvFault {
    if (!Utf8.isValid(bytes, offset, length)) {
      throw new CsvFault("the header is " + Utf8.NOT + "; nothing of the file is read");
    }
    CsvLine header = new CsvLine(dialect, nullValue, bytes, offset, length);
    List<String> names = new ArrayList<>();
    try {
      while (header.next()) {
        names.add(header.text());
      }
      return names;
    } catch (CsvFault e) {
      throw new CsvFault("the header, " + e.getMessage() + "; nothing of the file is read");
    }
  }

  @Override
  public StructType columns() {
    return columns;
  }

  @Override
  public List<String> decode(byte[] bytes, int offset, int length, Object[] target) {
    List<String> reasons = read(bytes, offset, length, target);
    if (!reasons.isEmpty()) {
      Arrays.fill(target, 0, values.length, null);
    }
    return reasons;
  }

  private List<String> read(byte[] bytes, int offset, int length, Object[] target) {
    if (!Utf8.isValid(bytes, offset, length)) {
      return List.of(Utf8.NOT);
    }
    CsvLine line = new CsvLine(dialect, nullValue, bytes, offset, length);
    try {
      int fields = 0;
      for (; line.next(); fields++) {
        if (fields < slots.length && slots[fields] != SKIPPED) {
          target[slots[fields]] = value(line, slots[fields]);
        }
      }
      return fields == slots.length ? line.reasons() : List.of(miscounted(fields));
    } catch (CsvFault e) {
      return List.of(e.getMessage());
    }
  }

  private String miscounted(int fields) {
    return "number of fields: expected " + slots.length + ", found " + fields;
  }

  /** In quotes, what stands for NULL may be meant as a text, where the column takes one. */
  private Object value(CsvLine line, int slot) {
    DataType type = columns.fields()[slot].dataType();
    if (line.saysNull() && !(line.isQuoted() && type.equals(DataTypes.StringType))) {
      return null;
    }
    line.column(columns.fields()[slot].name());
    return values[slot].read(line);
  }
}
