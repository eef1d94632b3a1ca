package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.util.GenericArrayData;

/** Reads arrays of {@code element}. */
record JsonArray(JsonValue element) implements JsonValue {

  @Override
  public Object read(JsonLine line) throws IOException {
    JsonParser parser = line.parser();
    if (!parser.isExpectedStartArrayToken()) {
      return line.wrong("array");
    }
    List<Object> elements = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      elements.add(token == JsonToken.VALUE_NULL ? null : element.read(line));
    }
    return new GenericArrayData(elements.toArray());
  }
}
