package dev.medallion.cli;

import dev.medallion.generate.GeneratedReadings;
import dev.medallion.generate.ReadingGenerator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes readings of sensors. */
@Command(
    name = "readings",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Makes readings of sensors as JSON: lines of files, or messages of a Kafka topic keyed by device_id.")
final class GenerateReadings implements Callable<Integer> {
  @Mixin private Making making;
  @Mixin private MixtureOptions mixture;

  @Option(
      names = "--devices",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Devices that measure, as many as generate devices makes (default: ${DEFAULT-VALUE}).")
  private int devices;

  @Override
  public Integer call() {
    return making.make(() -> new ReadingGenerator(mixture.mixture(), devices), this::sentence);
  }

  private String sentence(GeneratedReadings made) {
    String detail =
        " of %d devices, %d with a signal above 15 (%d different)"
            .formatted(made.devices(), made.strong(), made.different());
    return making.sentence(made.lines(), "readings", detail);
  }
}
