package dev.medallion.decode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One record being read: its fields in turn, as RFC 4180 divides them, and the reasons found so far
 * why it is bad. What that RFC does not allow is a fault and never repaired: a quote that is not
 * closed, text behind a closing quote, a quote inside a field that does not begin with one.
 */
final class CsvLine {
  private final CsvDialect dialect;
  private final byte[] nullValue;
  private final byte[] source;
  private final int end;
  private final List<String> reasons = new ArrayList<>(0);
  private int at;
  private int number;
  private String column = "";
  private boolean quoted;
  private byte[] bytes;
  private int offset;
  private int length;

  CsvLine(CsvDialect dialect, byte[] nullValue, byte[] source, int offset, int length) {
    this.dialect = dialect;
    this.nullValue = nullValue;
    this.source = source;
    this.at = offset;
    this.end = offset + length;
  }

  /** Goes to the next field; false if there is none. Behind a delimiter there always is one. */
  boolean next() throws CsvFault {
    if (at > end) {
      return false;
    }
    number++;
    skipBlanks();
    quoted = at < end && source[at] == dialect.quote();
    if (quoted) {
      readQuoted();
    } else {
      readPlain();
    }
    at++;
    return true;
  }

  private void skipBlanks() {
    while (dialect.blanks() == CsvDialect.Blanks.CUT && at < end && dialect.isBlank(source[at])) {
      at++;
    }
  }

  private void readPlain() throws CsvFault {
    bytes = source;
    offset = at;
    while (at < end && source[at] != dialect.delimiter()) {
      if (source[at] == dialect.quote()) {
        throw fault("a quote in a field that does not begin with one");
      }
      at++;
    }
    length = at - offset;
    while (dialect.blanks() == CsvDialect.Blanks.CUT
        && length > 0
        && dialect.isBlank(source[offset + length - 1])) {
      length--;
    }
  }

  private void readQuoted() throws CsvFault {
    int begin = ++at;
    int escapes = 0;
    while (at < end && (source[at] != dialect.quote() || dialect.escapes(source, at, end))) {
      boolean escape = dialect.escapes(source, at, end);
      escapes += escape ? 1 : 0;
      at += escape ? 2 : 1;
    }
    if (at >= end) {
      throw fault("the quote is not closed");
    }
    take(begin, at, escapes);
    at++;
    skipBlanks();
    if (at < end && source[at] != dialect.delimiter()) {
      throw fault("text behind the closing quote");
    }
  }

  private void take(int begin, int close, int escapes) {
    length = close - begin - escapes;
    bytes = escapes == 0 ? source : new byte[length];
    offset = escapes == 0 ? begin : 0;
    int to = 0;
    for (int from = begin; escapes > 0 && from < close; from++) {
      from += dialect.escapes(source, from, close) ? 1 : 0;
      bytes[to++] = source[from];
    }
  }

  private CsvFault fault(String what) {
    return new CsvFault("field " + number + ": " + what);
  }

  /** Names what the field in hand is for. */
  void column(String name) {
    column = name;
  }

  /** The field's text stands here from {@link #offset} on. */
  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  boolean isQuoted() {
    return quoted;
  }

  /** Whether the text is the one that stands for NULL. */
  boolean saysNull() {
    return Arrays.equals(bytes, offset, offset + length, nullValue, 0, nullValue.length);
  }

  String text() {
    return new String(bytes, offset, length, StandardCharsets.UTF_8);
  }

  /** Everything that is wrong with the values so far. */
  List<String> reasons() {
    return reasons;
  }

  /** Tells that the field in hand is not of {@code type}. */
  Object wrong(String type) {
    reasons.add(column + ": expected " + type + ", found \"" + JsonWords.shown(text()) + '"');
    return null;
  }

  /** Tells that the field in hand would do for {@code type}, were it not for {@code why}. */
  Object wrong(String type, String why) {
    wrong(type);
    reasons.set(reasons.size() - 1, reasons.get(reasons.size() - 1) + ", which " + why);
    return null;
  }
}
