package dev.medallion.generate;

/**
 * How many applications are good JSON, but wrong.
 *
 * @param noStart share of the applications without a start date
 * @param noDate share of those whose start date is no date
 * @param endBeforeStart share of those that end before they start
 */
public record LoanFaults(double noStart, double noDate, double endBeforeStart) {
  /** All applications are right. */
  public static final LoanFaults NONE = new LoanFaults(0, 0, 0);

  public LoanFaults {
    Mixture.requireShare("share without a start date", noStart);
    Mixture.requireShare("share with a start that is no date", noDate);
    Mixture.requireShare("share with the end before the start", endBeforeStart);
    Mixture.requireShare("shares of wrong dates together", noStart + noDate + endBeforeStart);
  }

  LoanFault of(double draw) {
    if (draw < noStart) {
      return LoanFault.NO_START;
    }
    if (draw < noStart + noDate) {
      return LoanFault.NO_DATE;
    }
    return draw < noStart + noDate + endBeforeStart ? LoanFault.END_BEFORE_START : LoanFault.NONE;
  }
}
