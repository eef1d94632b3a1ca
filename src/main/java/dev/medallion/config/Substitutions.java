package dev.medallion.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Gives substitutions their values, from the configuration first, then from the environment. */
final class Substitutions {
  private static final Pattern REQUIRED = Pattern.compile("\\$\\{([\\w.-]+)}");

  private final Recording recording;
  private final Places places;

  Substitutions(Recording recording, Places places) {
    this.recording = recording;
    this.places = places;
  }

  /** Everything that can be resolved; what cannot is a problem and counts as broken. */
  ConfigObject resolve(ConfigObject written, Map<String, String> environment) {
    // Not the library's own look-up in the environment: it reads that of the process only.
    Map<String, String> below = new HashMap<>(environment);
    below.keySet().removeAll(written.keySet());
    ConfigObject lowest = ConfigValueFactory.fromMap(below, Place.ENVIRONMENT);
    ConfigObject resolved = resolve(written.withFallback(lowest));
    for (String name : below.keySet()) {
      resolved = resolved.withoutKey(name);
    }
    resolved.forEach((key, value) -> visit(ConfigUtil.joinPath(key), value));
    return resolved;
  }

  private ConfigObject resolve(ConfigObject open) {
    try {
      ConfigResolveOptions options = ConfigResolveOptions.noSystem().setAllowUnresolved(true);
      return open.toConfig().resolve(options).root();
    } catch (ConfigException fault) {
      Problem problem = SyntaxFault.problem(places.main().file(), fault);
      throw new ConfigurationException(List.of(problem));
    }
  }

  private void visit(String path, ConfigValue value) {
    if (isOpen(value)) {
      recording.wrong(places.of(path, value), path, message(value));
    } else if (value instanceof ConfigObject block) {
      block.forEach((key, child) -> visit(path + "." + ConfigUtil.joinPath(key), child));
    }
  }

  /** Whether a value still waits for a substitution, itself or in one of a list's items. */
  static boolean isOpen(ConfigValue value) {
    try {
      value.valueType();
      if (value instanceof ConfigObject block) {
        return block.size() < 0; // Never; but a block that is open throws when it is asked.
      }
      return value instanceof ConfigList list && list.stream().anyMatch(Substitutions::isOpenItem);
    } catch (ConfigException.NotResolved open) {
      return true;
    }
  }

  /** Whether a value is there but says that it is not set. */
  static boolean isNull(ConfigValue value) {
    return !isOpen(value) && value.valueType() == ConfigValueType.NULL;
  }

  private static boolean isOpenItem(ConfigValue item) {
    return isOpen(item)
        || item instanceof ConfigObject block
            && block.values().stream().anyMatch(Substitutions::isOpenItem);
  }

  private static String message(ConfigValue value) {
    String name =
        REQUIRED
            .matcher(value.render(ConfigRenderOptions.concise()))
            .results()
            .map(found -> found.group(1))
            .findFirst()
            .orElse("NAME");
    return "${%1$s} has no value; set it in the environment, or write ${?%1$s} if it may be missing"
        .formatted(name);
  }
}
