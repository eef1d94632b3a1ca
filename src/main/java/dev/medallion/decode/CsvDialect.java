package dev.medallion.decode;

import dev.medallion.config.Section;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;

/**
 * How text is divided into fields, and what stands for NULL. Delimiter, quote and escape are ASCII,
 * so that they can be looked for among the bytes of UTF-8.
 *
 * @param delimiter between two fields
 * @param quote around a field that has delimiters, quotes or line breaks in it, or {@link #NONE}
 * @param escape inside of quotes before a quote, or before itself
 * @param nullValue the text of a field that is NULL
 * @param blanks what becomes of blanks around a field
 */
public record CsvDialect(int delimiter, int quote, int escape, String nullValue, Blanks blanks)
    implements Serializable {
  /** No byte has this value. */
  static final int NONE = 256;

  /** Blanks and tabs around a field, and around its quotes. */
  public enum Blanks {
    KEEP,
    CUT
  }

  /** Reads {@code delimiter}, {@code quote}, {@code escape}, {@code null-value}, {@code trim}. */
  public static CsvDialect from(Section block) {
    int delimiter = character(block, "delimiter");
    int quote = block.string("quote").isEmpty() ? NONE : character(block, "quote");
    int escape = block.has("escape") ? character(block, "escape") : quote;
    if (delimiter != NONE && (delimiter == quote || delimiter == escape)) {
      block.problem("delimiter", "is also quote or escape; choose another character");
    }
    Blanks blanks = block.flag("trim") ? Blanks.CUT : Blanks.KEEP;
    return new CsvDialect(delimiter, quote, escape, block.string("null-value"), blanks);
  }

  /** A tab may also be written as a backslash and a t, which the command line can say. */
  private static int character(Section block, String key) {
    String text = block.string(key).equals("\\t") ? "\t" : block.string(key);
    boolean fits = text.length() == 1 && text.charAt(0) < 0x80 && "\r\n".indexOf(text) < 0;
    if (!fits) {
      block.problem(
          key, "expected one character of ASCII that ends no line; found \"" + text + '"');
      return NONE;
    }
    return text.charAt(0);
  }

  byte[] nullBytes() {
    return nullValue.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether the byte is a blank at the edge of a field. */
  boolean isBlank(byte b) {
    return (b == ' ' || b == '\t') && b != delimiter;
  }

  /** Tells a line of nothing but white space, without a delimiter. */
  public boolean isBlank(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = offset;
    while (at < end && (isBlank(bytes[at]) || bytes[at] == '\r')) {
      at++;
    }
    return at == end;
  }

  /** Whether the byte at {@code at} takes its meaning from the one behind it. */
  boolean escapes(byte[] bytes, int at, int end) {
    return bytes[at] == escape
        && at + 1 < end
        && (bytes[at + 1] == quote || bytes[at + 1] == escape);
  }
}
