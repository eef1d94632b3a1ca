package dev.medallion.generate;

/**
 * What invoices to make.
 *
 * @param count lines in all, bad and repeated ones among them
 * @param seed the same seed gives the same bytes
 * @param malformedShare share of the lines that are no invoice, from 0 to 1
 * @param duplicateShare share of the lines that repeat an earlier good one, byte for byte
 * @param lateShare share of the other invoices whose CreatedTime lies hours to days before their
 *     neighbours'
 */
public record InvoiceSettings(
    long count, long seed, double malformedShare, double duplicateShare, double lateShare) {

  public InvoiceSettings {
    if (count < 0 || count > Shop.NUMBERS) {
      throw new IllegalArgumentException(
          "count: "
              + count
              + "; from 0 to "
              + Shop.NUMBERS
              + ", as many as there are invoice numbers");
    }
    requireShare("malformed share", malformedShare);
    requireShare("duplicate share", duplicateShare);
    requireShare("late share", lateShare);
    requireShare("malformed and duplicate share together", malformedShare + duplicateShare);
  }

  /** Good invoices only, none repeated, none late. */
  public static InvoiceSettings clean(long count, long seed) {
    return new InvoiceSettings(count, seed, 0, 0, 0);
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + ": " + share + "; from 0 to 1");
    }
  }
}
