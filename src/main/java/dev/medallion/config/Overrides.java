package dev.medallion.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.util.List;
import java.util.Map;

/** Settings of the command line as a tree that goes above the file. */
final class Overrides {
  private final String file;
  private final List<Problem> problems;

  Overrides(String file, List<Problem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** Each value stays literal text: neither quotes nor substitutions in it mean anything. */
  ConfigObject tree(Map<String, String> overrides) {
    ConfigObject tree = ConfigFactory.empty().root();
    for (Map.Entry<String, String> override : overrides.entrySet()) {
      tree = branch(override.getKey(), override.getValue()).withFallback(tree);
    }
    return tree;
  }

  private ConfigObject branch(String path, String text) {
    try {
      List<String> keys = ConfigUtil.splitPath(path);
      ConfigValue value = ConfigValueFactory.fromAnyRef(text, Place.COMMAND_LINE.origin());
      for (int i = keys.size() - 1; i >= 0; i--) {
        // Named as the file, so that a block merged with this one keeps its line.
        value = ConfigValueFactory.fromMap(Map.of(keys.get(i), value), file);
      }
      return (ConfigObject) value;
    } catch (ConfigException notPath) {
      problems.add(
          Place.COMMAND_LINE.problem(
              path, "not a path of keys; write it like jobs.bronze.source.path=landing"));
      return ConfigFactory.empty().root();
    }
  }
}
