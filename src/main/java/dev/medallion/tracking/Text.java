package dev.medallion.tracking;

import dev.medallion.jdbc.JdbcUrl;
import java.io.PrintWriter;
import java.io.StringWriter;

/** Texts cut to the length of their columns, with the secrets of JDBC URLs masked. */
final class Text {
  private static final int LONGEST = 100_000;

  private Text() {}

  static String clip(String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  static String masked(String text) {
    return text == null ? null : JdbcUrl.mask(text);
  }

  /** The class of the error at the root. */
  static String errorClass(Throwable error) {
    return clip(root(error).getClass().getName(), 300);
  }

  /** The message of the error at the root, which says what was wrong in the first place. */
  static String sentence(Throwable error) {
    Throwable root = root(error);
    String message = root.getMessage() == null ? root.getClass().getName() : root.getMessage();
    return clip(JdbcUrl.mask(message), 4000);
  }

  static String trace(Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    return clip(JdbcUrl.mask(trace.toString()), LONGEST);
  }

  private static Throwable root(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
