package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonParser.NumberType;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.function.LongFunction;

/** Reads whole numbers. */
final class JsonWhole {
  private JsonWhole() {}

  static Object tinyint(JsonLine line) throws IOException {
    return whole(line, "tinyint", Byte.MIN_VALUE, Byte.MAX_VALUE, n -> (byte) n);
  }

  static Object smallint(JsonLine line) throws IOException {
    return whole(line, "smallint", Short.MIN_VALUE, Short.MAX_VALUE, n -> (short) n);
  }

  static Object integer(JsonLine line) throws IOException {
    return whole(line, "int", Integer.MIN_VALUE, Integer.MAX_VALUE, n -> (int) n);
  }

  static Object bigint(JsonLine line) throws IOException {
    return whole(line, "bigint", Long.MIN_VALUE, Long.MAX_VALUE, n -> n);
  }

  private static Object whole(
      JsonLine line, String type, long least, long most, LongFunction<Object> boxed)
      throws IOException {
    JsonParser parser = line.parser();
    if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
      return line.wrong(type);
    }
    if (parser.getNumberType() == NumberType.BIG_INTEGER) {
      return line.outOfRange(type);
    }
    long value = parser.getLongValue();
    return value < least || value > most ? line.outOfRange(type) : boxed.apply(value);
  }
}
