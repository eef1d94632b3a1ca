package dev.medallion.config;

import java.util.Comparator;

/**
 * One mistake in a configuration, printed as {@code file: line: path: message}.
 *
 * @param file the file as the user typed it; empty for the command line, printed as {@code --set}
 * @param line counted from 1; -1 where it is not known
 * @param path the full path of the setting; empty for the file as a whole
 * @param message what is wrong and what would be right
 */
public record Problem(String file, int line, String path, String message) {

  static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::file).thenComparingInt(Problem::line);

  @Override
  public String toString() {
    return (file.isEmpty() ? "--set" : file)
        + (line < 0 ? "" : ": " + line)
        + (path.isEmpty() ? "" : ": " + path)
        + (": " + message);
  }
}
