package dev.medallion.tracking;

/** How much a log row matters. WARN and ERROR are shown by {@code status}. */
public enum Level {
  INFO,
  WARN,
  ERROR
}
