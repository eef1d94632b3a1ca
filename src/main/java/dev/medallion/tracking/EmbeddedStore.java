package dev.medallion.tracking;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The H2 file that a lake on this machine keeps beside its tables. */
final class EmbeddedStore {
  private static final Pattern FILE = Pattern.compile("(?i)jdbc:h2:(?:file:)?([^;]+).*");
  private static final Pattern NO_FILE =
      Pattern.compile("(?i)jdbc:h2:(mem|tcp|ssl|zip|nio\\w*|split|retry)\\b.*");
  private static final String HOME = System.getProperty("user.home");
  private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]+):.*");

  private EmbeddedStore() {}

  /** The URL of the lake's store; empty for a lake that is elsewhere. */
  static Optional<String> url(String lake) {
    return folder(lake)
        .map(path -> path.toAbsolutePath().normalize().resolve("_tracking").resolve("medallion"))
        .map(file -> "jdbc:h2:file:" + file);
  }

  /** False for an H2 file that is not there; any other database is believed to be there. */
  static boolean exists(String url) {
    Matcher file = FILE.matcher(url);
    if (!file.matches() || NO_FILE.matcher(url).matches()) {
      return true;
    }
    String path = file.group(1).replaceFirst("^~", Matcher.quoteReplacement(HOME));
    return Files.exists(Path.of(path + ".mv.db"));
  }

  private static Optional<Path> folder(String lake) {
    if (!SCHEME.matcher(lake).matches()) {
      return Optional.of(Path.of(lake));
    }
    if (!lake.regionMatches(true, 0, "file:", 0, 5)) {
      return Optional.empty();
    }
    return Optional.of(Path.of(URI.create(lake).getPath()));
  }
}
