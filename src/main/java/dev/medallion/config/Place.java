package dev.medallion.config;

import com.typesafe.config.ConfigOrigin;
import java.util.Optional;

/**
 * Where a setting was written.
 *
 * @param file as the user typed it, empty for the command line
 * @param line counted from 1, -1 where it is not known
 * @param origin what a {@link Parameter} tells of it
 */
record Place(String file, int line, String origin) {
  static final String ENVIRONMENT = "environment";
  static final Place COMMAND_LINE = new Place("", -1, "command line");
  static final Place DEFAULT = new Place("reference.conf", -1, "default");

  static Place file(String file) {
    return new Place(file, -1, file);
  }

  static Place line(String file, int line) {
    return new Place(file, line, file + ": " + line);
  }

  /** The place that an origin tells; none for what several places made together. */
  static Optional<Place> of(ConfigOrigin origin) {
    if (origin.description().equals(COMMAND_LINE.origin())) {
      return Optional.of(COMMAND_LINE);
    }
    String file = origin.description().replaceFirst(": \\d+(-\\d+)?$", "");
    return Optional.of(origin.lineNumber()).filter(line -> line > 0).map(line -> line(file, line));
  }

  Place fromEnvironment() {
    return new Place(file, line, ENVIRONMENT);
  }

  /** Text that a shell handed over, where a list can only be written with commas. */
  boolean outsideFiles() {
    return equals(COMMAND_LINE) || origin.equals(ENVIRONMENT);
  }

  Problem problem(String path, String message) {
    return new Problem(file, line, path, message);
  }
}
