package dev.medallion.cli;

import dev.medallion.pipeline.Pipeline;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The configuration file and what stands above it, as every command but {@code generate} takes. */
final class Configuration {
  @Parameters(index = "0", paramLabel = "CONF", description = "The pipeline's configuration file.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets an option above the file, such as lake=/data/lake; may be repeated.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  Pipeline load() {
    return Pipeline.load(file, overrides);
  }

  Pipeline loadToDrain() {
    Map<String, String> all = new LinkedHashMap<>(overrides);
    all.put("available-now", "true");
    return Pipeline.load(file, all);
  }
}
