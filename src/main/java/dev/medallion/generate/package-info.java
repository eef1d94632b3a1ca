/**
 * Synthetic records for trials, tests and measurements: the same seed gives the same bytes. A
 * {@link dev.medallion.generate.Generator} makes lines, good and bad, and counts truly what it
 * made; a {@link dev.medallion.generate.Destination} takes them: a folder or a Kafka topic. Nothing
 * here reads configuration, knows Spark or checks a pipeline's result; whoever compares takes the
 * counts.
 */
package dev.medallion.generate;
