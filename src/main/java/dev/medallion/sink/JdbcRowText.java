package dev.medallion.sink;

import java.util.ArrayList;
import java.util.List;

/** A row as an error names it: its key, or what it begins with. */
final class JdbcRowText {
  private static final int LONGEST = 60;
  private static final int COLUMNS = 8;

  private final List<String> values = new ArrayList<>();
  private int more;

  /** A value as text; null for NULL. */
  JdbcRowText add(String column, String value) {
    if (values.size() < COLUMNS) {
      values.add(column + " = " + (value == null ? "NULL" : "'" + shortened(value) + "'"));
    } else {
      more++;
    }
    return this;
  }

  private static String shortened(String value) {
    String line = value.replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  @Override
  public String toString() {
    return String.join(", ", values) + (more > 0 ? " and %d more".formatted(more) : "");
  }
}
