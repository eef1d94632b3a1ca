package dev.medallion.generate;

/** A good invoice as its line, the store that it belongs to, and what counts of it. */
record Invoice(String line, String store, int lineItems, long totalValue, Timing timing) {
  enum Timing {
    IN_ORDER,
    LATE
  }
}
