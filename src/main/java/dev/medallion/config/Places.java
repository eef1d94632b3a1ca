package dev.medallion.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Knows where each value stands in the files, and so in which order. */
final class Places {
  private final Place main;
  private final ConfigObject written;
  private final Map<String, List<String>> lines;
  private final List<String> files;
  private final Folder folder;

  /**
   * @param main the main file as typed
   * @param written its tree before substitutions
   * @param lines of each file
   * @param folder of the main file
   */
  Places(String main, ConfigObject written, Map<String, List<String>> lines, Folder folder) {
    this.folder = folder;
    this.main = Place.file(main);
    this.written = written;
    this.lines = lines;
    this.files = List.copyOf(lines.keySet());
  }

  Folder folder() {
    return folder;
  }

  Place main() {
    return main;
  }

  /** Where the value at a path was written; for one from the environment, its substitution. */
  Place of(String path, ConfigValue value) {
    if (value.origin().description().equals(Place.ENVIRONMENT)) {
      return inFile(path).orElse(main).fromEnvironment();
    }
    return Place.of(value.origin())
        .or(() -> firstInside(path, value))
        .or(() -> inFile(path))
        .orElse(main);
  }

  /** The keys of a block in the order of the files, those of the command line last. */
  List<String> ordered(String path, ConfigObject block) {
    return block.keySet().stream()
        .filter(key -> !Substitutions.isNull(block.get(key)))
        .sorted(Comparator.comparing(key -> spot(key, of(join(path, key), block.get(key)))))
        .toList();
  }

  static String join(String path, String key) {
    return path.isEmpty() ? ConfigUtil.joinPath(key) : path + "." + ConfigUtil.joinPath(key);
  }

  /** A block that several files share has no line of its own. */
  private Optional<Place> firstInside(String path, ConfigValue value) {
    if (!(value instanceof ConfigObject block) || Substitutions.isOpen(value)) {
      return Optional.empty();
    }
    return block.entrySet().stream()
        .map(child -> of(join(path, child.getKey()), child.getValue()))
        .min(Comparator.comparing(place -> spot("", place)));
  }

  private Optional<Place> inFile(String path) {
    ConfigValue value = written;
    try {
      for (String key : ConfigUtil.splitPath(path)) {
        value = value instanceof ConfigObject block ? block.get(key) : null;
      }
      return Optional.ofNullable(value).map(ConfigValue::origin).flatMap(Place::of);
    } catch (ConfigException.NotResolved blockFromElsewhere) {
      return Optional.empty();
    }
  }

  private Spot spot(String key, Place place) {
    int file = files.indexOf(place.file());
    return new Spot(file < 0 ? files.size() : file, place.line(), column(key, place), key);
  }

  private int column(String key, Place place) {
    if (key.isEmpty() || place.line() < 1 || !lines.containsKey(place.file())) {
      return 0;
    }
    Matcher found =
        Pattern.compile("(^|[\\s,{.\"])" + Pattern.quote(key) + "\"?\\s*[.=:{+]")
            .matcher(lines.get(place.file()).get(place.line() - 1));
    return found.find() ? found.start() : 0;
  }

  private record Spot(int file, int line, int column, String key) implements Comparable<Spot> {
    private static final Comparator<Spot> ORDER =
        Comparator.comparingInt(Spot::file)
            .thenComparingInt(Spot::line)
            .thenComparingInt(Spot::column)
            .thenComparing(Spot::key);

    @Override
    public int compareTo(Spot other) {
      return ORDER.compare(this, other);
    }
  }
}
