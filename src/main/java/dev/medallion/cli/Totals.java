package dev.medallion.cli;

/**
 * What a job has done in this run.
 *
 * @param batches that ended well
 * @param read rows of the input
 * @param written rows of the target
 * @param quarantined rows of the input or the result that were kept back
 */
record Totals(long batches, long read, long written, long quarantined) {
  static final Totals NONE = new Totals(0, 0, 0, 0);

  Totals plus(Totals other) {
    return new Totals(
        batches + other.batches,
        read + other.read,
        written + other.written,
        quarantined + other.quarantined);
  }
}
