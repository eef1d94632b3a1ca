package dev.medallion.generate;

import dev.medallion.generate.Assortment.Place;
import dev.medallion.generate.Assortment.Product;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;

/**
 * A retailer that writes an invoice for each sale. Taxes are 2.5 % (CGST and SGST each) and 0.125 %
 * (CESS) of the amount; prices are whole units of money; no invoice number comes twice.
 */
final class Shop {
  private static final long OPENING = Instant.parse("2026-01-01T04:30:00Z").toEpochMilli();
  private static final int LONGEST_PAUSE_MILLIS = 800;
  private static final int HOUR_MILLIS = (int) Duration.ofHours(1).toMillis();
  private static final int LATEST_HOURS = 72;
  private static final int MOST_ITEMS = 4;

  private final double lateShare;
  private final Random random;
  private final Numbers numbers;
  private final StringBuilder json = new StringBuilder(1_500);
  private final Product[] products = new Product[MOST_ITEMS];
  private final int[] quantities = new int[MOST_ITEMS];
  private long now = OPENING;
  private String store;

  Shop(long seed, double lateShare, Random random) {
    this.lateShare = lateShare;
    this.random = random;
    this.numbers = new Numbers(seed);
  }

  /** The next sale. */
  Invoice sell() {
    int items = 1 + random.nextInt(MOST_ITEMS);
    long amount = fillBasket(items);
    Invoice.Timing timing =
        random.nextDouble() < lateShare ? Invoice.Timing.LATE : Invoice.Timing.IN_ORDER;
    json.setLength(0);
    writeHead(timing);
    writeAmounts(amount, items);
    writeDelivery();
    writeItems(items);
    return new Invoice(json.toString(), store, items, amount, timing);
  }

  private long fillBasket(int items) {
    long amount = 0;
    for (int i = 0; i < items; i++) {
      products[i] = Assortment.PRODUCTS.get(random.nextInt(Assortment.PRODUCTS.size()));
      quantities[i] = 1 + random.nextInt(2);
      amount += products[i].price() * quantities[i];
    }
    return amount;
  }

  private void writeHead(Invoice.Timing timing) {
    long number = numbers.next();
    now += random.nextInt(LONGEST_PAUSE_MILLIS);
    long created = timing == Invoice.Timing.LATE ? now - lateness() : now;
    json.append("{\"InvoiceNumber\":\"").append(number);
    json.append("\",\"CreatedTime\":").append(created);
    store = "STR" + (1_000 + 437 * random.nextInt(20));
    json.append(",\"StoreID\":\"").append(store);
    json.append("\",\"PosID\":\"POS").append(digits(3));
    json.append("\",\"CashierID\":\"OAS").append(digits(3));
    json.append("\",\"CustomerType\":\"").append(random.nextInt(7) < 3 ? "PRIME" : "NONPRIME");
    json.append("\",\"CustomerCardNo\":\"").append(digits(5)).append(digits(5));
  }

  private long lateness() {
    return HOUR_MILLIS + (long) random.nextInt((LATEST_HOURS - 1) * HOUR_MILLIS);
  }

  private void writeAmounts(long amount, int items) {
    json.append("\",\"TotalAmount\":").append(amount).append(".0");
    json.append(",\"NumberOfItems\":").append(items);
    json.append(",\"PaymentMethod\":\"").append(random.nextInt(5) < 3 ? "CASH" : "CARD");
    json.append("\",\"TaxableAmount\":").append(amount).append(".0");
    json.append(",\"CGST\":").append(amount * 0.025);
    json.append(",\"SGST\":").append(amount * 0.025);
    json.append(",\"CESS\":").append(amount * 0.00125);
  }

  private void writeDelivery() {
    if (random.nextInt(12) < 5) {
      json.append(",\"DeliveryType\":\"TAKEAWAY\"");
      return;
    }
    Place place = Assortment.PLACES.get(random.nextInt(Assortment.PLACES.size()));
    String street = Assortment.STREETS.get(random.nextInt(Assortment.STREETS.size()));
    json.append(",\"DeliveryType\":\"HOME-DELIVERY\",\"DeliveryAddress\":{\"AddressLine\":\"");
    json.append(digits(3)).append('-').append(digits(4)).append(' ').append(street);
    json.append("\",\"City\":\"").append(place.city());
    json.append("\",\"State\":\"").append(place.state());
    json.append("\",\"PinCode\":\"").append(digits(6));
    json.append("\",\"ContactNumber\":\"").append(digits(5)).append(digits(5)).append("\"}");
  }

  private void writeItems(int items) {
    json.append(",\"InvoiceLineItems\":[");
    for (int i = 0; i < items; i++) {
      writeItem(products[i], quantities[i]);
    }
    json.setCharAt(json.length() - 1, ']');
    json.append('}');
  }

  private void writeItem(Product product, int quantity) {
    json.append("{\"ItemCode\":\"").append(product.code());
    json.append("\",\"ItemDescription\":\"").append(product.description());
    json.append("\",\"ItemPrice\":").append(product.price()).append(".0");
    json.append(",\"ItemQty\":").append(quantity);
    json.append(",\"TotalValue\":").append(product.price() * quantity).append(".0},");
  }

  /** A number of exactly so many digits. */
  private int digits(int count) {
    int least = 1;
    for (int i = 1; i < count; i++) {
      least *= 10;
    }
    return least + random.nextInt(9 * least);
  }
}
