package dev.medallion.decode;

import java.util.function.LongFunction;

/**
 * Reads whole and floating numbers, in ASCII digits. Java would also take hexadecimal ones, {@code
 * 1d}, blanks around them and the digits of all scripts.
 */
final class CsvNumbers {
  private CsvNumbers() {}

  static Object tinyint(CsvLine line) {
    return whole(line, "tinyint", Byte.MIN_VALUE, Byte.MAX_VALUE, n -> (byte) n);
  }

  static Object smallint(CsvLine line) {
    return whole(line, "smallint", Short.MIN_VALUE, Short.MAX_VALUE, n -> (short) n);
  }

  static Object integer(CsvLine line) {
    return whole(line, "int", Integer.MIN_VALUE, Integer.MAX_VALUE, n -> (int) n);
  }

  static Object bigint(CsvLine line) {
    return whole(line, "bigint", Long.MIN_VALUE, Long.MAX_VALUE, n -> n);
  }

  static Object real(CsvLine line) {
    if (!isNumber(line)) {
      return line.wrong("float");
    }
    float value = Float.parseFloat(line.text());
    return Float.isInfinite(value) ? line.wrong("float", "is out of range") : (Object) value;
  }

  static Object dbl(CsvLine line) {
    if (!isNumber(line)) {
      return line.wrong("double");
    }
    double value = Double.parseDouble(line.text());
    return Double.isInfinite(value) ? line.wrong("double", "is out of range") : (Object) value;
  }

  private static Object whole(
      CsvLine line, String type, long least, long most, LongFunction<Object> boxed) {
    int begin = behindSign(line, line.offset());
    int end = line.offset() + line.length();
    if (begin == end || digits(line, begin) != end) {
      return line.wrong(type);
    }
    try {
      long value = Long.parseLong(line.text());
      return value < least || value > most
          ? line.wrong(type, "is out of range")
          : boxed.apply(value);
    } catch (NumberFormatException e) {
      return line.wrong(type, "is out of range");
    }
  }

  /** Whether the field is digits, perhaps with a sign, a point and an exponent. */
  static boolean isNumber(CsvLine line) {
    int end = line.offset() + line.length();
    int begin = behindSign(line, line.offset());
    int at = digits(line, begin);
    int digits = at - begin;
    if (at < end && line.bytes()[at] == '.') {
      int behind = digits(line, at + 1);
      digits += behind - at - 1;
      at = behind;
    }
    if (digits > 0 && at < end && (line.bytes()[at] == 'e' || line.bytes()[at] == 'E')) {
      int power = behindSign(line, at + 1);
      at = digits(line, power);
      digits = at - power;
    }
    return digits > 0 && at == end;
  }

  private static int behindSign(CsvLine line, int at) {
    boolean signed =
        at < line.offset() + line.length() && (line.bytes()[at] == '-' || line.bytes()[at] == '+');
    return signed ? at + 1 : at;
  }

  /** The first byte from {@code at} on that is no digit, or the field's end. */
  private static int digits(CsvLine line, int at) {
    int end = line.offset() + line.length();
    int behind = at;
    while (behind < end && line.bytes()[behind] >= '0' && line.bytes()[behind] <= '9') {
      behind++;
    }
    return behind;
  }
}
