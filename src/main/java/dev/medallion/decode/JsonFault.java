package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Says why a text is not well-formed JSON, without what stands in it. */
record JsonFault(byte[] bytes, int offset, int length) {
  private static final String END = "Unexpected end-of-input";

  /** So Jackson tells other than ASCII characters outside of strings. */
  private static final String NOT_ASCII = "Invalid UTF-8";

  /** What comes in Jackson's messages before the content and the advice. */
  private static final Pattern CONTENT = Pattern.compile("['(:\\[].*", Pattern.DOTALL);

  /** A number or word whose rest is missing; Jackson tells it like one that is wrong. */
  private static final Pattern HALF =
      Pattern.compile(
          ".*(?<![\\w$.+-])(-?\\d+\\.|t|tr|tru|f|fa|fal|fals|n|nu|nul)", Pattern.DOTALL);

  private static final int LONGEST_HALF = 40;

  /** The reason that {@code fault} is, which the parser of these bytes threw. */
  String reason(JsonProcessingException fault) {
    if (fault instanceof StreamConstraintsException) {
      return "nested deeper than " + Utf8JsonFactory.DEEPEST + " levels";
    }
    if (isCut(fault)) {
      return "cut off: the line ends inside a value";
    }
    return "not JSON: " + what(fault) + " near byte " + position(fault);
  }

  private static String what(JsonProcessingException fault) {
    String message = fault.getOriginalMessage();
    if (message.startsWith(NOT_ASCII)) {
      return "unexpected character";
    }
    return CONTENT.matcher(message).replaceFirst("").strip().toLowerCase(Locale.ROOT);
  }

  private boolean isCut(JsonProcessingException fault) {
    return fault instanceof JsonEOFException
        || fault.getOriginalMessage().startsWith(END)
        || position(fault) == length && endsInHalf();
  }

  private static long position(JsonProcessingException fault) {
    return fault.getLocation().getByteOffset();
  }

  private boolean endsInHalf() {
    int tail = Math.min(length, LONGEST_HALF);
    int start = offset + length - tail;
    return HALF.matcher(new String(bytes, start, tail, StandardCharsets.ISO_8859_1)).matches();
  }
}
