package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** Reads floating numbers. */
final class JsonFloating {
  /** Powers of ten that a double holds exactly. */
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  /** A number of so many characters has at most 15 digits and a point, or no point. */
  private static final int SHORT = 16;

  private JsonFloating() {}

  static Object real(JsonLine line) throws IOException {
    if (!line.parser().currentToken().isNumeric()) {
      return line.wrong("float");
    }
    float value = Float.parseFloat(line.parser().getText());
    return Float.isInfinite(value) ? line.outOfRange("float") : (Object) value;
  }

  static Object dbl(JsonLine line) throws IOException {
    JsonParser parser = line.parser();
    if (!parser.currentToken().isNumeric()) {
      return line.wrong("double");
    }
    int length = parser.getTextLength();
    double value =
        length > SHORT
            ? Double.parseDouble(parser.getText())
            : shortDouble(parser.getTextCharacters(), parser.getTextOffset(), length);
    return Double.isInfinite(value) ? line.outOfRange("double") : (Object) value;
  }

  /**
   * Reads what {@link Double#parseDouble} would, several times faster where there is no exponent:
   * digits and power are exact then, so that the division rounds once, and correctly.
   */
  private static double shortDouble(char[] chars, int offset, int length) {
    boolean isNegative = chars[offset] == '-';
    int last = offset + length - 1;
    int point = last;
    long digits = 0;
    for (int i = isNegative ? offset + 1 : offset; i <= last; i++) {
      if (chars[i] == '.') {
        point = i;
      } else if (chars[i] <= '9') {
        digits = digits * 10 + chars[i] - '0';
      } else {
        return Double.parseDouble(new String(chars, offset, length));
      }
    }
    double value = digits / TENS[last - point];
    return isNegative ? -value : value;
  }
}
