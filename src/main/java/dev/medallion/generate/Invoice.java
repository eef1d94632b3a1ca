package dev.medallion.generate;

/** A good invoice as its line, and what counts of it. */
record Invoice(String line, int lineItems, long totalValue, Timing timing) {
  enum Timing {
    IN_ORDER,
    LATE
  }
}
