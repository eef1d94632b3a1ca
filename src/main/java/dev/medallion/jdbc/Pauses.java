package dev.medallion.jdbc;

import java.time.Duration;

/**
 * How long to wait for a database that went away.
 *
 * @param first before the first new attempt; it doubles from there
 * @param longest between two attempts
 * @param total from the first failure on, before giving up
 */
record Pauses(Duration first, Duration longest, Duration total) {
  /** The same, given up on no later than that. */
  Pauses within(Duration limit) {
    return new Pauses(first, longest, total.compareTo(limit) < 0 ? total : limit);
  }
}
