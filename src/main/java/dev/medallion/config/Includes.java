package dev.medallion.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import java.io.File;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The includes of one file. A name is relative to that file and must stay below the folder of the
 * main file; the extension {@code .conf} may be left out. As HOCON has it, {@code include "x"} may
 * be missing and {@code include required("x")} may not.
 */
final class Includes
    implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
  private final Sources sources;
  private final List<Path> chain;
  private final Path file;

  Includes(Sources sources, List<Path> chain) {
    this.sources = sources;
    this.chain = chain;
    this.file = chain.get(chain.size() - 1);
  }

  @Override
  public ConfigIncluder withFallback(ConfigIncluder fallback) {
    return this;
  }

  @Override
  public ConfigObject include(ConfigIncludeContext context, String name) {
    return Folder.staysBelow(name)
        ? include(name, Stream.of(name, name + ".conf").map(file::resolveSibling).toList(), context)
        : outside(name);
  }

  @Override
  public ConfigObject includeFile(ConfigIncludeContext context, File name) {
    return include(context, name.getPath());
  }

  @Override
  public ConfigObject includeURL(ConfigIncludeContext context, URL url) {
    return outside(url.toString());
  }

  @Override
  public ConfigObject includeResources(ConfigIncludeContext context, String name) {
    return outside(name);
  }

  private ConfigObject include(String name, List<Path> places, ConfigIncludeContext context) {
    return places.stream()
        .filter(Files::isRegularFile)
        .findFirst()
        .map(found -> parse(name, found))
        .orElseGet(() -> missing(name, context.parseOptions().getAllowMissing()));
  }

  private ConfigObject parse(String name, Path found) {
    if (!sources.folder().holds(found)) {
      return outside(name);
    }
    if (chain.stream().map(Folder::real).toList().contains(Folder.real(found))) {
      return refuse(name, "includes itself in the end; remove one include of the circle");
    }
    return sources.parse(Stream.concat(chain.stream(), Stream.of(found)).toList());
  }

  private ConfigObject missing(String name, boolean allowed) {
    return allowed
        ? ConfigFactory.empty().root()
        : refuse(name, "does not exist; create it, or leave out required(...)");
  }

  private ConfigObject outside(String name) {
    return refuse(
        name, "is no file below the folder of the configuration; include only such files");
  }

  private ConfigObject refuse(String name, String reason) {
    sources
        .problems()
        .add(new Problem(file.toString(), line(name), "include '" + name + "'", reason));
    return ConfigFactory.empty().root();
  }

  /** The parser does not say where an include stands, so its text is looked for. */
  private int line(String name) {
    Pattern include = Pattern.compile("^[^#\"]*\\binclude\\b[^\"]*\"" + Pattern.quote(name) + "\"");
    List<String> lines = sources.lines().get(file.toString());
    return IntStream.range(0, lines.size())
        .filter(index -> include.matcher(lines.get(index)).find())
        .map(index -> index + 1)
        .findFirst()
        .orElse(-1);
  }
}
