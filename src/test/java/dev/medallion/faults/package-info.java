/**
 * Faults of every kind, and what is left behind by each: rows lost, rows doubled, tracking rows
 * that are not true. {@link dev.medallion.faults.Verifier} counts these, with plain Spark and plain
 * JDBC, and {@link dev.medallion.faults.FaultTable} collects the counts into {@code
 * docs/faults.md}.
 */
package dev.medallion.faults;
