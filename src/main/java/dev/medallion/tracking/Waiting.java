package dev.medallion.tracking;

import java.time.Instant;

/**
 * What waits in a spool.
 *
 * @param entries how many
 * @param since when the oldest of them was left there
 */
public record Waiting(int entries, Instant since) {}
