package dev.medallion.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.List;

/** The defaults of {@code reference.conf}; only its root {@code medallion} is looked at. */
final class Defaults {
  // The loader of this class, not of the thread: it alone surely holds this program's resources.
  private static final ConfigObject ROOT =
      ConfigFactory.parseResources(Defaults.class.getClassLoader(), "reference.conf")
          .withOnlyPath("medallion")
          .resolve(ConfigResolveOptions.noSystem())
          .getObject("medallion");

  private Defaults() {}

  /** The block {@code medallion.<name>}, such as {@code source.json}. */
  static ConfigObject of(String name) {
    List<String> keys = ConfigUtil.splitPath(name);
    ConfigValue value = ROOT;
    for (String key : keys) {
      value = value instanceof ConfigObject block ? block.get(key) : null;
    }
    if (value instanceof ConfigObject block) {
      return block;
    }
    throw new IllegalArgumentException("reference.conf has no block medallion." + name);
  }
}
