/**
 * Faults of every kind, and what is left behind by each: rows lost, rows doubled, tracking rows
 * that are not true. {@link dev.medallion.faults.Verifier} counts these, with plain Spark and plain
 * JDBC, and {@link dev.medallion.faults.FaultTable} collects the counts into {@code
 * docs/faults.md}. That they count what is wrong is shown with {@link
 * dev.medallion.faults.Mutant}s, each of which lacks a {@link dev.medallion.faults.Guard}.
 */
package dev.medallion.faults;
