package dev.medallion.decode;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.util.function.Function;

/** Reads dates as days and timestamps as microseconds since 1970. */
final class JsonTime {
  static final String DATE_FORM = "yyyy-MM-dd";
  static final String LOCAL_FORM = "yyyy-MM-ddTHH:mm[:ss[.fraction]]";
  static final String ZONED_FORM = LOCAL_FORM + "[zone]";

  private static final int DATE_LENGTH = DATE_FORM.length();

  private static final DateTimeFormatter DATE =
      strict(
          new DateTimeFormatterBuilder().appendValue(ChronoField.YEAR, 4).appendPattern("-MM-dd"));

  private static final DateTimeFormatter FRACTION =
      strict(new DateTimeFormatterBuilder().appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true));

  private static final DateTimeFormatter TIMESTAMP =
      strict(
          new DateTimeFormatterBuilder()
              .append(DATE)
              .appendPattern("'T'HH:mm")
              .optionalStart()
              .appendPattern(":ss")
              .appendOptional(FRACTION));

  private JsonTime() {}

  private static DateTimeFormatter strict(DateTimeFormatterBuilder format) {
    return format.toFormatter().withResolverStyle(ResolverStyle.STRICT);
  }

  static Object date(JsonLine line) throws IOException {
    return parse(line, "date", DATE_FORM, JsonTime::day);
  }

  static int day(String text) {
    return Math.toIntExact(LocalDate.parse(text, DATE).toEpochDay());
  }

  static Object timestamp(JsonLine line) throws IOException {
    return parse(line, "timestamp", ZONED_FORM, JsonTime::zoned);
  }

  /** A time with a zone, or of UTC. */
  static Object zoned(String text) {
    int zone = zoneStart(text);
    boolean lacksDigit = text.length() - zone == "+5".length();
    if (lacksDigit) {
      throw new DateTimeException("an offset has two digits of hours");
    }
    ZoneOffset offset =
        zone == text.length() ? ZoneOffset.UTC : ZoneOffset.of(text.substring(zone));
    return micros(text.substring(0, zone), offset);
  }

  private static int zoneStart(String text) {
    int at = Math.min(DATE_LENGTH, text.length());
    while (at < text.length() && "Z+-".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  static Object timestampNtz(JsonLine line) throws IOException {
    return parse(line, "timestamp_ntz", LOCAL_FORM, JsonTime::local);
  }

  /** A time without a zone, as if it were UTC. */
  static Object local(String text) {
    return micros(text, ZoneOffset.UTC);
  }

  private static long micros(String text, ZoneOffset offset) {
    boolean spaced = text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' ';
    String iso = spaced ? text.replace(' ', 'T') : text;
    LocalDateTime time = LocalDateTime.parse(iso, TIMESTAMP);
    return time.toEpochSecond(offset) * 1_000_000 + time.getNano() / 1_000;
  }

  private static Object parse(
      JsonLine line, String type, String form, Function<String, Object> parsed) throws IOException {
    if (!line.parser().hasToken(JsonToken.VALUE_STRING)) {
      return line.wrong(type);
    }
    try {
      return parsed.apply(line.parser().getText());
    } catch (DateTimeException e) {
      return line.wrong(type, "which is not " + form);
    }
  }
}
