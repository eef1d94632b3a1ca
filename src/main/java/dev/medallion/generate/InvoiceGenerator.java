package dev.medallion.generate;

import java.io.IOException;
import java.util.Random;

/**
 * Invoices of a {@link Shop}, with a share of bad lines, repetitions and late ones. About 700 bytes
 * and 2.5 line items an invoice.
 */
public final class InvoiceGenerator implements Generator<Generated> {
  private final InvoiceSettings settings;

  public InvoiceGenerator(InvoiceSettings settings) {
    this.settings = settings;
  }

  @Override
  public Generated generate(Destination destination) throws IOException {
    return new Run(settings, destination).deliver();
  }

  /**
   * One delivery: a repetition is of one of the last good lines, as a source sends again what was
   * not acknowledged.
   */
  private static final class Run {
    private static final int REMEMBERED = 1_000;

    private final InvoiceSettings settings;
    private final Destination destination;
    private final Random random;
    private final Shop shop;
    private final Invoice[] recent = new Invoice[REMEMBERED];
    private long fresh;
    private long malformed;
    private long duplicates;
    private long late;
    private long lineItems;
    private long totalValue;

    Run(InvoiceSettings settings, Destination destination) {
      this.settings = settings;
      this.destination = destination;
      this.random = new Random(settings.seed());
      this.shop = new Shop(settings.seed(), settings.lateShare(), random);
    }

    Generated deliver() throws IOException {
      for (long line = 0; line < settings.count(); line++) {
        destination.take(next());
      }
      int files = destination.finish();
      long invoices = fresh + duplicates;
      return new Generated(
          settings.count(), invoices, malformed, duplicates, late, lineItems, totalValue, files);
    }

    private String next() {
      double draw = random.nextDouble();
      if (draw < settings.malformedShare()) {
        malformed++;
        return Damage.any(random).spoil(shop.sell().line(), random);
      }
      if (draw < settings.malformedShare() + settings.duplicateShare() && fresh > 0) {
        duplicates++;
        return count(recent[random.nextInt((int) Math.min(fresh, REMEMBERED))]);
      }
      return fresh();
    }

    private String fresh() {
      Invoice invoice = shop.sell();
      recent[(int) (fresh++ % REMEMBERED)] = invoice;
      if (invoice.timing() == Invoice.Timing.LATE) {
        late++;
      }
      return count(invoice);
    }

    private String count(Invoice invoice) {
      lineItems += invoice.lineItems();
      totalValue += invoice.totalValue();
      return invoice.line();
    }
  }
}
