package dev.medallion.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes synthetic records. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Makes synthetic records, the same for the same seed.",
    subcommands = {
      GenerateInvoices.class,
      GenerateLoans.class,
      GenerateReadings.class,
      GenerateDevices.class
    })
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Missing what to generate: invoices, loans, readings or devices");
  }
}
