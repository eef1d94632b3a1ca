package dev.medallion.generate;

import java.io.IOException;
import java.util.Random;

/**
 * Invoices of a {@link Shop}, with a share of bad lines, repetitions and late ones: hours to days
 * before their neighbours. About 700 bytes and 2.5 line items an invoice.
 */
public final class InvoiceGenerator implements Generator<Generated> {
  private final Mixture mixture;

  public InvoiceGenerator(Mixture mixture) {
    this.mixture = mixture;
  }

  @Override
  public Generated generate(Destination destination) throws IOException {
    Random random = new Random(mixture.seed());
    Shop shop = new Shop(mixture.seed(), mixture.lateShare(), random);
    Sales sales = new Sales();
    var production = new Production<>(mixture, random, shop::sell, "TotalAmount", sales);
    return sales.of(production.deliver(destination));
  }

  private static final class Sales implements Tally<Invoice> {
    private long lineItems;
    private long totalValue;

    @Override
    public void delivered(Invoice invoice) {
      lineItems += invoice.lineItems();
      totalValue += invoice.totalValue();
    }

    Generated of(Lines lines) {
      return new Generated(
          lines.all(),
          lines.good(),
          lines.malformed(),
          lines.duplicates(),
          lines.late(),
          lineItems,
          totalValue,
          lines.files());
    }
  }
}
