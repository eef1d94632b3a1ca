package dev.medallion.cli;

import dev.medallion.generate.Mixture;
import picocli.CommandLine.Option;

/** How many records, and what of. */
final class MixtureOptions {
  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20000",
      description = "Lines in all (default: ${DEFAULT-VALUE}).")
  private long count;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed, other records (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--malformed",
      defaultValue = "0",
      paramLabel = "SHARE",
      description = "Share of malformed lines, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double malformed;

  @Option(
      names = "--duplicates",
      defaultValue = "0",
      paramLabel = "SHARE",
      description = "Share of repeated lines, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double duplicates;

  @Option(
      names = "--late",
      defaultValue = "0",
      paramLabel = "SHARE",
      description = "Share of records of an earlier time, 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double late;

  Mixture mixture() {
    return new Mixture(count, seed, malformed, duplicates, late);
  }
}
