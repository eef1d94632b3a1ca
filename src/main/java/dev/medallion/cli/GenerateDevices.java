package dev.medallion.cli;

import dev.medallion.generate.DeviceGenerator;
import dev.medallion.generate.Lines;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the table of the devices. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Makes the table of the devices that generate readings has readings of, as JSON.")
final class GenerateDevices implements Callable<Integer> {
  @Mixin private Making making;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "Devices (default: ${DEFAULT-VALUE}).")
  private int count;

  @Override
  public Integer call() {
    return making.make(() -> new DeviceGenerator(count), this::sentence);
  }

  private String sentence(Lines made) {
    return "Generated %d devices in %s.".formatted(made.good(), making.place(made.files()));
  }
}
