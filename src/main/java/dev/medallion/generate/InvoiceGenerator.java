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
        next();
      }
      int files = destination.finish();
      long invoices = fresh + duplicates;
      return new Generated(
          settings.count(), invoices, malformed, duplicates, late, lineItems, totalValue, files);
    }

    private void next() throws IOException {
      double draw = random.nextDouble();
      if (draw < settings.malformedShare()) {
        spoil();
      } else if (draw < settings.malformedShare() + settings.duplicateShare() && fresh > 0) {
        duplicates++;
        give(recent[random.nextInt((int) Math.min(fresh, REMEMBERED))]);
      } else {
        sell();
      }
    }

    private void spoil() throws IOException {
      malformed++;
      Damage damage = Damage.any(random);
      Invoice invoice = shop.sell();
      destination.take(invoice.store(), damage.spoil(invoice.line(), random));
    }

    private void sell() throws IOException {
      Invoice invoice = shop.sell();
      recent[(int) (fresh++ % REMEMBERED)] = invoice;
      if (invoice.timing() == Invoice.Timing.LATE) {
        late++;
      }
      give(invoice);
    }

    private void give(Invoice invoice) throws IOException {
      lineItems += invoice.lineItems();
      totalValue += invoice.totalValue();
      destination.take(invoice.store(), invoice.line());
    }
  }
}
