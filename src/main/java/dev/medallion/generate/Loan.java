package dev.medallion.generate;

/** An application as its line, with its number as the key, and what counts of it. */
record Loan(String line, String key, long cents, LoanFault fault, Timing timing) implements Made {}
