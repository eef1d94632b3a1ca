package dev.medallion.generate;

/** A good invoice as its line, with its store as the key, and what counts of it. */
record Invoice(String line, String key, int lineItems, long totalValue, Timing timing)
    implements Made {}
