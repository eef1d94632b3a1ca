package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Reads objects as structs. */
final class JsonStruct implements JsonValue {
  private static final long serialVersionUID = 1;

  /** Stands in the slot of a field that did not come yet; null would be a value. */
  private static final Object ABSENT = new Object();

  private static final int UNKNOWN = -1;

  private final SerializedString[] names;
  private final JsonValue[] values;
  private final Map<String, Integer> indexes = new HashMap<>();

  private JsonStruct(int size) {
    names = new SerializedString[size];
    values = new JsonValue[size];
  }

  /** Reads structs of {@code type}, which the field at {@code path} has; the line's is empty. */
  static JsonStruct of(StructType type, String path) {
    StructField[] fields = type.fields();
    if (fields.length == 0) {
      String struct = path.isEmpty() ? "the schema" : path;
      throw new IllegalArgumentException(struct + " has no fields; it needs one");
    }
    JsonStruct struct = new JsonStruct(fields.length);
    for (int i = 0; i < fields.length; i++) {
      struct.put(i, fields[i], path.isEmpty() ? fields[i].name() : path + "." + fields[i].name());
    }
    return struct;
  }

  private void put(int index, StructField field, String path) {
    names[index] = new SerializedString(field.name());
    values[index] = JsonValue.of(field.dataType(), path);
    if (indexes.put(field.name(), index) != null) {
      throw new IllegalArgumentException(path + ": stands twice in the schema");
    }
  }

  /** The number of slots that {@link #fill} needs. */
  int size() {
    return names.length;
  }

  @Override
  public Object read(JsonLine line) throws IOException {
    if (!line.parser().isExpectedStartObjectToken()) {
      return line.wrong("struct");
    }
    Object[] slots = new Object[names.length];
    fill(line, slots);
    return new GenericInternalRow(slots);
  }

  /**
   * Reads the object that the parser has just entered into the first slots.
   *
   * @return whether it holds any field of the schema
   */
  boolean fill(JsonLine line, Object[] slots) throws IOException {
    Arrays.fill(slots, 0, names.length, ABSENT);
    readFields(line, slots);
    int absent = 0;
    for (int i = 0; i < names.length; i++) {
      if (slots[i] == ABSENT) {
        slots[i] = null;
        absent++;
      }
    }
    return absent < names.length;
  }

  /** Fields mostly come in the order of the schema: the expected name is compared as bytes. */
  private void readFields(JsonLine line, Object[] slots) throws IOException {
    JsonParser parser = line.parser();
    int guess = 0;
    while (parser.nextFieldName(names[guess]) || parser.hasToken(JsonToken.FIELD_NAME)) {
      int index = index(parser.getCurrentName(), guess);
      if (index == UNKNOWN) {
        line.lacks();
        parser.nextToken();
        parser.skipChildren();
      } else {
        readField(line, slots, index);
        guess = index + 1 == names.length ? 0 : index + 1;
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // The parser hands out the name that it was asked for.
  private int index(String name, int guess) {
    return name == names[guess].getValue() ? guess : indexes.getOrDefault(name, UNKNOWN);
  }

  private void readField(JsonLine line, Object[] slots, int index) throws IOException {
    if (slots[index] != ABSENT) {
      line.bad("stands twice");
    }
    boolean isNull = line.parser().nextToken() == JsonToken.VALUE_NULL;
    slots[index] = isNull ? null : values[index].read(line);
  }
}
