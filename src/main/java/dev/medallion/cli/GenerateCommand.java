package dev.medallion.cli;

import dev.medallion.generate.Destination;
import dev.medallion.generate.Generated;
import dev.medallion.generate.InvoiceGenerator;
import dev.medallion.generate.InvoiceSettings;
import dev.medallion.kafka.BrokerRefused;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes synthetic records. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Makes synthetic records, the same for the same seed.",
    subcommands = GenerateCommand.Invoices.class)
final class GenerateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "Missing what to generate: invoices");
  }

  /** Makes invoices. */
  @Command(
      name = "invoices",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description =
          "Makes invoices as JSON: lines of files, or messages of a Kafka topic keyed by StoreID.")
  static final class Invoices implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Target target;

    @Option(
        names = "--count",
        paramLabel = "N",
        defaultValue = "20000",
        description = "Lines in all (default: ${DEFAULT-VALUE}).")
    private long count;

    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "Another seed, other invoices (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
        names = "--malformed",
        defaultValue = "0",
        paramLabel = "SHARE",
        description = "Share of malformed lines, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double malformed;

    @Option(
        names = "--duplicates",
        defaultValue = "0",
        paramLabel = "SHARE",
        description = "Share of repeated lines, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double duplicates;

    @Option(
        names = "--late",
        defaultValue = "0",
        paramLabel = "SHARE",
        description = "Share of invoices of an earlier time, 0 to 1 (default: ${DEFAULT-VALUE}).")
    private double late;

    @Override
    public Integer call() {
      try {
        print(generate(new InvoiceSettings(count, seed, malformed, duplicates, late)));
        return ExitCode.DONE;
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage());
      } catch (IOException | BrokerRefused e) {
        spec.commandLine().getErr().println(e.getMessage());
        return ExitCode.FAILED;
      }
    }

    private Generated generate(InvoiceSettings settings) throws IOException {
      try (Destination destination = target.open()) {
        return new InvoiceGenerator(settings).generate(destination);
      }
    }

    private void print(Generated made) {
      spec.commandLine()
          .getOut()
          .printf(
              "Generated %d lines in %s: %d invoices (%d of them repeated, %d late) with"
                  + " %d line items worth %d, and %d malformed lines.%n",
              made.lines(),
              target.place(made.files()),
              made.invoices(),
              made.duplicates(),
              made.late(),
              made.lineItems(),
              made.totalValue(),
              made.malformed());
    }
  }
}
