package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.util.ArrayBasedMapData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads objects as maps from string to {@code value}, in the order of the line. */
record JsonMap(JsonValue value) implements JsonValue {

  @Override
  public Object read(JsonLine line) throws IOException {
    JsonParser parser = line.parser();
    if (!parser.isExpectedStartObjectToken()) {
      return line.wrong("map");
    }
    Map<UTF8String, Object> entries = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      UTF8String key = key(line, entries);
      boolean isNull = parser.nextToken() == JsonToken.VALUE_NULL;
      entries.put(key, isNull ? null : value.read(line));
    }
    return new ArrayBasedMapData(
        new GenericArrayData(entries.keySet().toArray()),
        new GenericArrayData(entries.values().toArray()));
  }

  /** A bad key gets its reason; what it stands for is still read, for the sake of more reasons. */
  private static UTF8String key(JsonLine line, Map<UTF8String, Object> entries) throws IOException {
    Optional<UTF8String> key = Utf8.encode(line.parser().getCurrentName());
    if (key.isEmpty()) {
      line.bad("the key has half a surrogate pair");
    } else if (entries.containsKey(key.get())) {
      line.bad("stands twice");
    }
    return key.orElse(UTF8String.EMPTY_UTF8);
  }
}
