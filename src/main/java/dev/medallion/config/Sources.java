package dev.medallion.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a configuration file and what it includes; substitutions stay as they are written. */
final class Sources {
  private final Path main;
  private final Folder folder;
  private final Map<String, List<String>> lines = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  Sources(Path main) {
    this.main = main;
    this.folder = new Folder(main);
  }

  /** The whole file with its includes; what could not be parsed is missing in it. */
  ConfigObject read() {
    return parse(List.of(main));
  }

  /** The lines of each file that was read, by the name that is shown to the user. */
  Map<String, List<String>> lines() {
    return lines;
  }

  List<Problem> problems() {
    return problems;
  }

  Folder folder() {
    return folder;
  }

  /** Parses the last file of a chain of files that include one another. */
  ConfigObject parse(List<Path> chain) {
    Path file = chain.get(chain.size() - 1);
    try {
      String text = Folder.read(file);
      lines.put(file.toString(), text.lines().toList());
      return ConfigFactory.parseString(text, options(file, new Includes(this, chain))).root();
    } catch (ConfigurationException unreadable) {
      problems.addAll(unreadable.problems());
    } catch (ConfigException fault) {
      problems.add(SyntaxFault.problem(file.toString(), fault));
    }
    return ConfigFactory.empty().root();
  }

  private static ConfigParseOptions options(Path file, Includes includes) {
    return ConfigParseOptions.defaults()
        .setSyntax(ConfigSyntax.CONF)
        .setOriginDescription(file.toString())
        .setIncluder(includes);
  }
}
