package dev.medallion.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** One block: what is written in it, the defaults below that, and where it stands. */
final class Block {
  static final String EXPECTED = "a block { ... }";
  private static final ConfigObject EMPTY = ConfigFactory.empty().root();

  private final Recording recording;
  private final Places places;
  private final String path;
  private final Place place;
  private final ConfigObject written;
  private final ConfigObject defaults;

  private Block(
      Recording recording,
      Places places,
      String path,
      Place place,
      ConfigObject written,
      ConfigObject defaults) {
    this.recording = recording;
    this.places = places;
    this.path = path;
    this.place = place;
    this.written = written;
    this.defaults = defaults;
    recording.opened(path, defaults.keySet());
  }

  static Block root(Recording recording, Places places, ConfigObject values) {
    return new Block(recording, places, "", places.main(), values, EMPTY);
  }

  Block withDefaults(String name) {
    ConfigObject below = Defaults.of(name).withFallback(defaults);
    return new Block(recording, places, path, place, written, below);
  }

  String path() {
    return path;
  }

  /** What is written, in the order of the files. */
  Set<String> keys() {
    return new LinkedHashSet<>(places.ordered(path, written));
  }

  /** Asks for a key; nothing if it is neither written nor has a default. */
  Optional<Setting> setting(String key) {
    recording.asked(path, key);
    return written(key)
        .map(value -> new Setting(recording, join(key), value, places.of(join(key), value)))
        .or(() -> inDefaults(key));
  }

  /** The block at a key, asked for before. */
  Block child(String key, Setting setting) {
    ConfigObject below = defaults.get(key) instanceof ConfigObject block ? block : EMPTY;
    return setting
        .block()
        .map(block -> new Block(recording, places, join(key), setting.place(), block, below))
        .orElseGet(() -> unrecorded(key));
  }

  Block empty(String key) {
    return new Block(recording, places, join(key), place, EMPTY, EMPTY);
  }

  /** In the place of a block that is not there: its reader's complaints would be noise. */
  Block unrecorded(String key) {
    return new Block(new Recording(), places, join(key), place, EMPTY, EMPTY);
  }

  /** The text of the file that the value of a key names. */
  Optional<String> text(String key, String name) {
    Optional<String> text = places.folder().text(name);
    text.ifPresent(found -> recording.readText(join(key), found));
    return text;
  }

  void missing(String key, String expected) {
    recording.missing(place, join(key), "is missing; expected " + expected);
  }

  void clash(String key, String message) {
    Place at = written(key).map(value -> places.of(join(key), value)).orElse(place);
    recording.clash(at, join(key), message);
  }

  boolean broken(String key) {
    return recording.broken(join(key));
  }

  /** This block with nothing unknown in it, whose reader's complaints are not told. */
  Block silenced() {
    recording.ignore(path);
    return new Block(new Recording(), places, path, place, written, defaults);
  }

  private Optional<ConfigValue> written(String key) {
    return Optional.ofNullable(written.get(key)).filter(value -> !Substitutions.isNull(value));
  }

  private Optional<Setting> inDefaults(String key) {
    return Optional.ofNullable(defaults.get(key))
        .map(value -> new Setting(recording, join(key), value, Place.DEFAULT));
  }

  private String join(String key) {
    return key.isEmpty() ? path : Places.join(path, key);
  }
}
