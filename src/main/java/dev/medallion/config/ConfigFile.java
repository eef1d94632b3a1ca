package dev.medallion.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A configuration file with its includes, the overrides of the command line above it, and its
 * substitutions resolved. Read {@link #root} to the end, then {@link #verify}, then start.
 */
public final class ConfigFile {
  private final Recording recording;
  private final Places places;
  private final ConfigObject values;

  private ConfigFile(Recording recording, Places places, ConfigObject values) {
    this.recording = recording;
    this.places = places;
    this.values = values;
  }

  /**
   * Reads a file. Substitutions see the overrides, the file and the environment, in this order.
   *
   * @param overrides literal texts by full path
   * @throws ConfigurationException if a file cannot be read or parsed
   */
  public static ConfigFile load(Path file, Map<String, String> overrides) {
    return load(file, overrides, System.getenv());
  }

  static ConfigFile load(
      Path file, Map<String, String> overrides, Map<String, String> environment) {
    Sources sources = new Sources(file);
    ConfigObject written = sources.read();
    ConfigObject above = new Overrides(file.toString(), sources.problems()).tree(overrides);
    ConfigurationException.throwIfAny(sources.problems());
    Places places = new Places(file.toString(), written, sources.lines(), sources.folder());
    Recording recording = new Recording();
    ConfigObject values =
        new Substitutions(recording, places).resolve(above.withFallback(written), environment);
    return new ConfigFile(recording, places, values);
  }

  /** The whole file as one block. */
  public Section root() {
    return Section.root(recording, places, values);
  }

  /**
   * Ends the reading: whatever was not asked for until now is an unknown key.
   *
   * @throws ConfigurationException with every problem, if there is one
   */
  public void verify() {
    List<Problem> unknown = UnknownKeys.in(values, recording, places);
    ConfigurationException.throwIfAny(recording.problems(unknown));
  }

  /** Every setting that was read so far, defaults too, in the order of reading. */
  public List<Parameter> parameters() {
    return recording.parameters();
  }

  /** The same as lines {@code path = value # origin}. */
  public String effective() {
    return parameters().stream().map(ConfigFile::line).collect(Collectors.joining());
  }

  /** The texts of the files that settings name, such as SQL and schemas, by the settings' paths. */
  public Map<String, String> texts() {
    return recording.texts();
  }

  private static String line(Parameter parameter) {
    boolean plain =
        parameter.secret() || parameter.value().matches("[\\w./-]([\\w ,:./-]*[\\w./-])?");
    String value = plain ? parameter.value() : ConfigUtil.quoteString(parameter.value());
    return parameter.name() + " = " + value + "  # " + parameter.origin() + "\n";
  }
}
