package dev.medallion.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A value that is there, and how to read it. It never tells its text by itself. */
final class Setting {
  static final String LIST = "a list, such as [a, b]";

  private final Recording recording;
  private final String path;
  private final ConfigValue value;
  private final Place place;

  Setting(Recording recording, String path, ConfigValue value, Place place) {
    this.recording = recording;
    this.path = path;
    this.value = value;
    this.place = place;
  }

  Place place() {
    return place;
  }

  /** The value as this type; a placeholder after a mistake. */
  <T> T read(Scalar<T> type) {
    if (recording.broken(path)) {
      return type.placeholder();
    }
    try {
      T read = type.parse().apply(text().orElseThrow(IllegalArgumentException::new));
      recording.read(path, text().orElseThrow(), place);
      return read;
    } catch (IllegalArgumentException wrong) {
      wrong(type.expected(), text().map(type.hint()).orElse(""));
      return type.placeholder();
    }
  }

  /** The value as a secret; nothing after a mistake, which does not quote it. */
  Optional<Secret> secret() {
    if (recording.broken(path)) {
      return Optional.empty();
    }
    if (text().isEmpty()) {
      wrong("a text", "");
    }
    text().ifPresent(text -> recording.readSecret(path, text, place));
    return text().map(Secret::of);
  }

  /** The value as a list of texts; from outside the files a text with commas serves. */
  List<String> list() {
    if (recording.broken(path)) {
      return List.of();
    }
    Optional<List<String>> items = items();
    items.ifPresent(found -> recording.read(path, String.join(", ", found), place));
    return items.orElseGet(
        () -> {
          wrong(LIST, "");
          return List.of();
        });
  }

  boolean isBlock() {
    return value instanceof ConfigObject;
  }

  /** The value as a block; nothing after a mistake. */
  Optional<ConfigObject> block() {
    if (recording.broken(path)) {
      return Optional.empty();
    }
    if (value instanceof ConfigObject block) {
      return Optional.of(block);
    }
    wrong(Block.EXPECTED, "");
    return Optional.empty();
  }

  private Optional<List<String>> items() {
    if (value instanceof ConfigList list) {
      List<Optional<String>> texts = list.stream().map(Setting::text).toList();
      return texts.stream().allMatch(Optional::isPresent)
          ? Optional.of(texts.stream().map(Optional::orElseThrow).toList())
          : Optional.empty();
    }
    return text().filter(text -> place.outsideFiles()).map(Setting::split);
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(t -> !t.isEmpty()).toList();
  }

  private Optional<String> text() {
    return text(value);
  }

  /** As written: 1.50 stays 1.50. */
  private static Optional<String> text(ConfigValue value) {
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(value.atKey("text").getString("text"));
      case OBJECT, LIST, NULL -> Optional.empty();
    };
  }

  private void wrong(String expected, String hint) {
    recording.wrong(place, path, "expected " + expected + "; found " + found() + hint);
  }

  private String found() {
    if (value.valueType() == ConfigValueType.LIST) {
      return "a list";
    }
    return text().map(text -> '"' + text + '"').orElse("a block");
  }
}
