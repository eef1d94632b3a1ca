package dev.medallion.generate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many lines are made in a second.
 *
 * @param perSecond above 0
 */
public record Rate(double perSecond) {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(?:/s)?");
  private static final double NANOS = 1e9;

  public Rate {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("rate: " + perSecond + "; above 0");
    }
  }

  /** Reads a rate as a person writes it. */
  public static Rate parse(String text) {
    Matcher written = WRITTEN.matcher(text);
    if (!written.matches() || Double.parseDouble(written.group(1)) == 0) {
      throw new IllegalArgumentException(
          "rate: '" + text + "'; a number above 0 of lines a second, such as 500/s");
    }
    return new Rate(Double.parseDouble(written.group(1)));
  }

  /** When a line is due, in nanoseconds after the first, which is line 0. */
  long dueNanos(long line) {
    return (long) (line * (NANOS / perSecond));
  }
}
