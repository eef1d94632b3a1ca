package dev.medallion.jdbc;

/** What a failure means for the transaction it happened in. */
enum Fault {
  /** Chosen as a victim, or waited too long for a lock: the whole transaction again, soon. */
  CONFLICT,
  /** The connection or the server went away: the whole transaction again, on a new connection. */
  CONNECTION,
  /** A unique key is there already: the whole transaction again, to see whose it is. */
  DUPLICATE,
  /** Anything else; trying again would not help. */
  FINAL
}
