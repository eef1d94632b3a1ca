package dev.medallion.decode;

import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Function;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads strings, bytes, booleans and times. */
final class CsvText {
  private CsvText() {}

  static Object string(CsvLine line) {
    int end = line.offset() + line.length();
    return UTF8String.fromBytes(Arrays.copyOfRange(line.bytes(), line.offset(), end));
  }

  static Object binary(CsvLine line) {
    try {
      return Base64.getDecoder().decode(line.text());
    } catch (IllegalArgumentException e) {
      return line.wrong("binary", "is not base64");
    }
  }

  /** In any case: spreadsheets write TRUE, and Python True. */
  static Object bool(CsvLine line) {
    return switch (line.text().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> line.wrong("boolean");
    };
  }

  static Object date(CsvLine line) {
    return time(line, "date", JsonTime.DATE_FORM, JsonTime::day);
  }

  static Object timestamp(CsvLine line) {
    return time(line, "timestamp", JsonTime.ZONED_FORM, JsonTime::zoned);
  }

  static Object timestampNtz(CsvLine line) {
    return time(line, "timestamp_ntz", JsonTime.LOCAL_FORM, JsonTime::local);
  }

  private static Object time(
      CsvLine line, String type, String form, Function<String, Object> parsed) {
    try {
      return parsed.apply(line.text());
    } catch (DateTimeException e) {
      return line.wrong(type, "is not " + form);
    }
  }
}
