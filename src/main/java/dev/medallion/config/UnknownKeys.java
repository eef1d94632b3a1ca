package dev.medallion.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what stands in a configuration and was never asked for. */
final class UnknownKeys {
  private final Recording recording;
  private final Places places;
  private final List<Problem> problems = new ArrayList<>();

  private UnknownKeys(Recording recording, Places places) {
    this.recording = recording;
    this.places = places;
  }

  /** A problem for each unknown key; none for what an unknown block holds. */
  static List<Problem> in(ConfigObject root, Recording recording, Places places) {
    UnknownKeys unknown = new UnknownKeys(recording, places);
    unknown.visit("", root);
    return unknown.problems;
  }

  private void visit(String path, ConfigObject block) {
    recording
        .known(path)
        .ifPresent(known -> block.keySet().forEach(key -> visit(path, key, block, known)));
  }

  private void visit(String path, String key, ConfigObject block, Set<String> known) {
    String child = Places.join(path, key);
    if (isNull(block.get(key))) {
      return; // Not set, such as a job of an included file that is not wanted.
    }
    if (!known.contains(key)) {
      problems.add(places.of(child, block.get(key)).problem(child, message(path, key, known)));
    } else if (block.get(key) instanceof ConfigObject inner && !recording.broken(child)) {
      visit(child, inner);
    }
  }

  private static boolean isNull(ConfigValue value) {
    try {
      return value.valueType() == ConfigValueType.NULL;
    } catch (ConfigException.NotResolved e) {
      return false;
    }
  }

  private String message(String path, String key, Set<String> known) {
    if (known.isEmpty()) {
      return "unknown key; nothing can be set here";
    }
    Optional<String> meant = Nearest.to(key, known);
    meant.ifPresent(name -> recording.misspelt(Places.join(path, name)));
    return meant
        .map("unknown key; did you mean '%s'?"::formatted)
        .orElse("unknown key; known here: " + String.join(", ", known));
  }
}
