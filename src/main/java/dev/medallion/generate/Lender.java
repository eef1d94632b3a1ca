package dev.medallion.generate;

import dev.medallion.generate.Assortment.Place;
import dev.medallion.generate.LoanProducts.Product;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A lender that takes applications for loans. A loan begins one to eight weeks after its
 * application and ends its term later; no application number comes twice.
 */
final class Lender {
  private static final Instant OPENING = Instant.parse("2026-01-01T03:30:00Z");
  private static final int LONGEST_PAUSE_MILLIS = 120_000;
  private static final int HOUR_MILLIS = (int) Duration.ofHours(1).toMillis();
  private static final int LATEST_HOURS = 72;
  private static final LocalDate ELDEST = LocalDate.of(1956, 1, 1);
  private static final int BIRTHDAYS = 50 * 365;
  private static final DateTimeFormatter DAY_FIRST =
      DateTimeFormatter.ofPattern("dd/MM/yyyy", Locale.ROOT);

  private final Random random;
  private final Numbers numbers;
  private final double lateShare;
  private final LoanFaults faults;
  private final StringBuilder json = new StringBuilder(1_000);
  private Instant now = OPENING;

  Lender(Mixture mixture, LoanFaults faults, Random random) {
    this.random = random;
    this.numbers = new Numbers(mixture.seed());
    this.lateShare = mixture.lateShare();
    this.faults = faults;
  }

  /** The next application. */
  Loan receive() {
    LoanFault fault = faults.of(random.nextDouble());
    Made.Timing timing = random.nextDouble() < lateShare ? Made.Timing.LATE : Made.Timing.IN_ORDER;
    now = now.plusMillis(random.nextInt(LONGEST_PAUSE_MILLIS));
    Instant submitted = timing == Made.Timing.LATE ? now.minusMillis(lateness()) : now;
    Product product = any(LoanProducts.ALL);
    String number = "LA" + numbers.next();
    json.setLength(0);
    writeHead(number, product, submitted);
    long cents = writeTerms(product, LocalDate.ofInstant(submitted, ZoneOffset.UTC), fault);
    writeApplicant();
    return new Loan(json.toString(), number, cents, fault, timing);
  }

  private long lateness() {
    return HOUR_MILLIS + (long) random.nextInt((LATEST_HOURS - 1) * HOUR_MILLIS);
  }

  private void writeHead(String number, Product product, Instant submitted) {
    json.append("{\"application_id\":\"").append(number);
    json.append("\",\"submitted_at\":\"").append(submitted);
    json.append("\",\"branch\":\"BR").append(100 + random.nextInt(40));
    json.append("\",\"customer\":\"C").append(1_000_000 + random.nextInt(9_000_000));
    json.append("\",\"product\":\"").append(product.name());
    json.append("\",\"purpose\":\"").append(any(product.purposes()));
    json.append("\",\"status\":\"").append(any(LoanProducts.STATUSES));
  }

  private long writeTerms(Product product, LocalDate submitted, LoanFault fault) {
    long cents =
        between(product.least() * 1_000, product.most() * 1_000) * 100L + random.nextInt(100);
    int months = between(product.shortest(), product.longest());
    json.append("\",\"amount\":").append(hundredths(cents));
    json.append(",\"currency\":\"INR\",\"term_months\":").append(months);
    json.append(",\"interest_rate\":").append(hundredths(product.rate() + random.nextInt(200)));
    LocalDate start = submitted.plusDays(between(7, 56));
    writeStart(start, fault);
    LocalDate end =
        fault == LoanFault.END_BEFORE_START
            ? start.minusDays(between(1, 400))
            : start.plusMonths(months);
    json.append(",\"end_date\":\"").append(end).append('"');
    return cents;
  }

  private void writeStart(LocalDate start, LoanFault fault) {
    if (fault == LoanFault.NO_START) {
      json.append(random.nextBoolean() ? ",\"start_date\":null" : "");
    } else {
      String text = fault == LoanFault.NO_DATE ? noDate(start) : start.toString();
      json.append(",\"start_date\":\"").append(text).append('"');
    }
  }

  /** What people and programs write for a date. */
  private String noDate(LocalDate date) {
    return switch (random.nextInt(4)) {
      case 0 -> DAY_FIRST.format(date);
      case 1 -> date.getYear() + "-02-30";
      case 2 -> "next month";
      default -> date.getYear() + "-" + date.getMonthValue();
    };
  }

  private void writeApplicant() {
    Place place = any(Assortment.PLACES);
    json.append(",\"applicant\":{\"name\":\"").append(any(LoanProducts.FIRST_NAMES));
    json.append(' ').append(any(LoanProducts.LAST_NAMES));
    json.append("\",\"born_on\":\"").append(ELDEST.plusDays(random.nextInt(BIRTHDAYS)));
    json.append("\",\"employment\":\"").append(any(LoanProducts.EMPLOYMENTS));
    json.append("\",\"monthly_income\":").append(hundredths(between(15_000, 400_000) * 100L));
    json.append(",\"address\":{\"city\":\"").append(place.city());
    json.append("\",\"state\":\"").append(place.state());
    json.append("\",\"pin_code\":\"").append(between(100_000, 999_999)).append("\"}}}");
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** From the least to the most, both among them. */
  private int between(int least, int most) {
    return least + random.nextInt(most - least + 1);
  }

  private static String hundredths(long value) {
    return String.format(Locale.ROOT, "%d.%02d", value / 100, value % 100);
  }
}
