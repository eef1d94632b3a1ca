package dev.medallion.generate;

/**
 * How many records to make, and what of.
 *
 * @param count lines in all, bad and repeated ones among them
 * @param seed the same seed gives the same bytes
 * @param malformedShare share of the lines that are no record, from 0 to 1
 * @param duplicateShare share of the lines that repeat an earlier good one, byte for byte
 * @param lateShare share of the other records whose time lies before their neighbours'
 */
public record Mixture(
    long count, long seed, double malformedShare, double duplicateShare, double lateShare) {

  public Mixture {
    if (count < 0 || count > Numbers.COUNT) {
      throw new IllegalArgumentException(
          "count: "
              + count
              + "; from 0 to "
              + Numbers.COUNT
              + ", as many as there are numbers of eight digits");
    }
    requireShare("malformed share", malformedShare);
    requireShare("duplicate share", duplicateShare);
    requireShare("late share", lateShare);
    requireShare("malformed and duplicate share together", malformedShare + duplicateShare);
  }

  /** Good records only, none repeated, none late. */
  public static Mixture clean(long count, long seed) {
    return new Mixture(count, seed, 0, 0, 0);
  }

  static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + ": " + share + "; from 0 to 1");
    }
  }
}
