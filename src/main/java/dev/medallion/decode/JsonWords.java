package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;

/** Says what was found where in a line, at a length that fits a reason. */
final class JsonWords {
  private static final int LONGEST = 40;

  private JsonWords() {}

  /** The kind of value that {@code first} begins, with its article. */
  static String kind(JsonToken first) {
    return switch (first) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> "a number";
    };
  }

  /** The current value as in the line, shortened; of an object or array the kind. */
  static String found(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isStructStart()) {
      return kind(token);
    }
    int length = Math.min(parser.getTextLength(), LONGEST + 1);
    String text = new String(parser.getTextCharacters(), parser.getTextOffset(), length);
    return token == JsonToken.VALUE_STRING ? "string \"" + shown(text) + '"' : shown(text);
  }

  /** Where the current name or value stands, as {@code InvoiceLineItems[2].ItemQty}. */
  static String path(JsonParser parser) {
    JsonStreamContext context = parser.getParsingContext();
    boolean entered = parser.currentToken().isStructStart();
    return path(entered ? context.getParent() : context);
  }

  private static String path(JsonStreamContext context) {
    if (context.inRoot()) {
      return "";
    }
    String before = path(context.getParent());
    if (context.inArray()) {
      return before + "[" + context.getCurrentIndex() + "]";
    }
    String name = shown(context.getCurrentName());
    return before.isEmpty() ? name : before + "." + name;
  }

  /** At most {@link #LONGEST} characters, with quotes and control characters escaped. */
  static String shown(String text) {
    String shown = text.length() > LONGEST ? cut(text) + "…" : text;
    return new String(JsonStringEncoder.getInstance().quoteAsString(shown));
  }

  private static String cut(String text) {
    boolean splitsPair = Character.isHighSurrogate(text.charAt(LONGEST - 1));
    return text.substring(0, splitsPair ? LONGEST - 1 : LONGEST);
  }
}
