package dev.medallion.cli;

import dev.medallion.generate.Generated;
import dev.medallion.generate.InvoiceGenerator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes invoices. */
@Command(
    name = "invoices",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Makes invoices as JSON: lines of files, or messages of a Kafka topic keyed by StoreID.")
final class GenerateInvoices implements Callable<Integer> {
  @Mixin private Making making;
  @Mixin private MixtureOptions mixture;

  @Override
  public Integer call() {
    return making.make(() -> new InvoiceGenerator(mixture.mixture()), this::sentence);
  }

  private String sentence(Generated made) {
    String detail = " with %d line items worth %d".formatted(made.lineItems(), made.totalValue());
    return making.sentence(made.inAll(), "invoices", detail);
  }
}
