package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads strings, bytes and booleans. */
final class JsonText {
  private JsonText() {}

  static Object string(JsonLine line) throws IOException {
    JsonParser parser = line.parser();
    if (!parser.currentToken().isScalarValue()) {
      return line.wrong("string");
    }
    Optional<UTF8String> text =
        Utf8.encode(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    return text.isPresent() ? text.get() : line.wrong("string", "which has half a surrogate pair");
  }

  static Object binary(JsonLine line) throws IOException {
    if (!line.parser().hasToken(JsonToken.VALUE_STRING)) {
      return line.wrong("binary");
    }
    try {
      return Base64.getDecoder().decode(line.parser().getText());
    } catch (IllegalArgumentException e) {
      return line.wrong("binary", "which is not base64");
    }
  }

  static Object bool(JsonLine line) throws IOException {
    JsonToken token = line.parser().currentToken();
    return token.isBoolean() ? (Object) (token == JsonToken.VALUE_TRUE) : line.wrong("boolean");
  }
}
