package dev.medallion.generate;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;

/**
 * Applications to a {@link Lender}, with a share of bad lines, repetitions, late ones (submitted
 * hours to days before their neighbours) and wrong dates. About 600 bytes an application.
 */
public final class LoanGenerator implements Generator<GeneratedLoans> {
  private final Mixture mixture;
  private final LoanFaults faults;

  public LoanGenerator(Mixture mixture, LoanFaults faults) {
    this.mixture = mixture;
    this.faults = faults;
  }

  @Override
  public GeneratedLoans generate(Destination destination) throws IOException {
    Random random = new Random(mixture.seed());
    Lender lender = new Lender(mixture, faults, random);
    Applications applications = new Applications();
    var production = new Production<>(mixture, random, lender::receive, "amount", applications);
    return applications.of(production.deliver(destination));
  }

  private static final class Applications implements Tally<Loan> {
    private final Map<LoanFault, Long> delivered = new EnumMap<>(LoanFault.class);
    private long different;
    private long cents;

    @Override
    public void made(Loan loan) {
      if (loan.fault() == LoanFault.NONE) {
        different++;
      }
    }

    @Override
    public void delivered(Loan loan) {
      delivered.merge(loan.fault(), 1L, Long::sum);
      if (loan.fault() == LoanFault.NONE) {
        cents += loan.cents();
      }
    }

    GeneratedLoans of(Lines lines) {
      return new GeneratedLoans(
          lines,
          count(LoanFault.NO_START),
          count(LoanFault.NO_DATE),
          count(LoanFault.END_BEFORE_START),
          count(LoanFault.NONE),
          different,
          cents);
    }

    private long count(LoanFault fault) {
      return delivered.getOrDefault(fault, 0L);
    }
  }
}
