package dev.medallion.cli;

import dev.medallion.generate.GeneratedLoans;
import dev.medallion.generate.LoanFaults;
import dev.medallion.generate.LoanGenerator;
import java.math.BigDecimal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes loan applications. */
@Command(
    name = "loans",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Makes loan applications as JSON: lines of files, or messages of a Kafka topic keyed by application_id.")
final class GenerateLoans implements Callable<Integer> {
  @Mixin private Making making;
  @Mixin private MixtureOptions mixture;

  @Option(
      names = "--no-start",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Share of applications without a start date, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double noStart;

  @Option(
      names = "--no-date",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Share of applications whose start date is no date, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double noDate;

  @Option(
      names = "--end-before-start",
      paramLabel = "SHARE",
      defaultValue = "0",
      description =
          "Share of applications that end before they start, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double endBeforeStart;

  @Override
  public Integer call() {
    return making.make(() -> new LoanGenerator(mixture.mixture(), faults()), this::sentence);
  }

  private LoanFaults faults() {
    return new LoanFaults(noStart, noDate, endBeforeStart);
  }

  private String sentence(GeneratedLoans made) {
    String detail =
        ", %d without a start date, %d with a start that is no date, %d that end before they start,"
            + " and %d sound ones (%d different) worth %s";
    return making.sentence(
        made.lines(),
        "applications",
        detail.formatted(
            made.noStart(),
            made.noDate(),
            made.endBeforeStart(),
            made.sound(),
            made.different(),
            BigDecimal.valueOf(made.cents(), 2)));
  }
}
