package dev.medallion.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Configuration files written for a test; texts about them name the folder {@code conf}. */
record Written(Path folder) {

  /** Writes a file and returns these files, for the next. */
  Written file(String name, String text) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return this;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  ConfigFile load() {
    return load(Map.of(), Map.of());
  }

  ConfigFile load(Map<String, String> overrides, Map<String, String> environment) {
    return ConfigFile.load(folder.resolve("x.conf"), overrides, environment);
  }

  /** The whole text of what is wrong when this is done. */
  String failure(ThrowingCallable doing) {
    return shown(catchThrowableOfType(ConfigurationException.class, doing).getMessage());
  }

  String shown(String text) {
    return text.replace(folder.toString(), "conf");
  }
}
