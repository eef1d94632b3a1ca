package dev.medallion.generate;

import static dev.medallion.generate.ListDestination.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoanGeneratorTest {
  private static final LoanFaults FAULTS = new LoanFaults(0.04, 0.05, 0.06);
  private static final List<String> FIELDS =
      List.of(
          "application_id",
          "submitted_at",
          "branch",
          "customer",
          "product",
          "purpose",
          "status",
          "amount",
          "currency",
          "term_months",
          "interest_rate",
          "start_date",
          "end_date",
          "applicant");

  @Test
  void sameSeedGivesTheSameLines() throws IOException {
    var generator = new LoanGenerator(new Mixture(2_000, 7, 0.1, 0.1, 0.1), FAULTS);
    assertThat(lines(generator)).isEqualTo(lines(generator));
    assertThat(lines(clean(100, 1))).doesNotContainAnyElementsOf(lines(clean(100, 2)));
  }

  @Test
  void countsAreWhatACountFinds() throws IOException {
    List<String> lines = new ArrayList<>();
    var generator = new LoanGenerator(new Mixture(20_000, 42, 0.1, 0.05, 0.1), FAULTS);
    GeneratedLoans made = generator.generate(new ListDestination(lines));
    var parsed = ParsedLines.of(lines, "amount");
    List<JsonNode> sound =
        parsed.good().stream().filter(loan -> fault(loan) == LoanFault.NONE).toList();
    long good = parsed.good().size();
    assertThat(made)
        .isEqualTo(
            new GeneratedLoans(
                new Lines(
                    20_000,
                    good,
                    parsed.malformed(),
                    good - parsed.different().size(),
                    parsed.late("submitted_at", Duration.ofHours(1)),
                    0),
                count(parsed, LoanFault.NO_START),
                count(parsed, LoanFault.NO_DATE),
                count(parsed, LoanFault.END_BEFORE_START),
                sound.size(),
                sound.stream().distinct().count(),
                sound.stream()
                    .map(loan -> new BigDecimal(loan.get("amount").asText()))
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .movePointRight(2)
                    .longValueExact()));
  }

  @Test
  void sharesHold() throws IOException {
    var generator = new LoanGenerator(new Mixture(20_000, 42, 0.02, 0.05, 0.1), FAULTS);
    GeneratedLoans made = generator.generate(new ListDestination(new ArrayList<>()));
    assertThat(made.lines().malformed() / 20_000.0).isCloseTo(0.02, within(0.005));
    assertThat(made.lines().duplicates() / 20_000.0).isCloseTo(0.05, within(0.005));
    assertThat(made.lines().late() / 18_600.0).isCloseTo(0.1, within(0.01));
    double good = made.lines().good();
    assertThat(made.noStart() / good).isCloseTo(0.04, within(0.005));
    assertThat(made.noDate() / good).isCloseTo(0.05, within(0.005));
    assertThat(made.endBeforeStart() / good).isCloseTo(0.06, within(0.005));
  }

  @Test
  void applicationsHaveEveryFieldAndDatesThatFit() throws IOException {
    List<String> keys = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    clean(500, 11).generate(new ListDestination(lines, keys));
    var parsed = ParsedLines.of(lines, "amount");
    assertThat(parsed.texts("application_id")).isEqualTo(keys).doesNotHaveDuplicates();
    for (JsonNode loan : parsed.good()) {
      List<String> fields = new ArrayList<>();
      loan.fieldNames().forEachRemaining(fields::add);
      assertThat(fields).isEqualTo(FIELDS);
      LocalDate start = LocalDate.parse(loan.get("start_date").asText());
      LocalDate submitted = LocalDate.parse(loan.get("submitted_at").asText().substring(0, 10));
      assertThat(start).isBetween(submitted.plusDays(7), submitted.plusDays(56));
      assertThat(LocalDate.parse(loan.get("end_date").asText()))
          .isEqualTo(start.plusMonths(loan.get("term_months").asInt()));
    }
  }

  @Test
  void whatIsNoDateIsWrittenInEveryWay() throws IOException {
    var generator = new LoanGenerator(Mixture.clean(200, 5), new LoanFaults(0, 1, 0));
    var starts = ParsedLines.of(lines(generator), "amount").texts("start_date").toList();
    assertThat(starts)
        .hasSize(200)
        .contains("2026-02-30", "next month", "2026-1", "2026-2")
        .anyMatch(text -> text.matches("[0-3][0-9]/0[1-3]/2026"));
  }

  @Test
  void impossibleSharesAreRefused() {
    assertThatThrownBy(() -> new LoanFaults(-0.1, 0, 0))
        .hasMessage("share without a start date: -0.1; from 0 to 1");
    assertThatThrownBy(() -> new LoanFaults(0, 2, 0))
        .hasMessage("share with a start that is no date: 2.0; from 0 to 1");
    assertThatThrownBy(() -> new LoanFaults(0, 0, Double.NaN))
        .hasMessage("share with the end before the start: NaN; from 0 to 1");
    assertThatThrownBy(() -> new LoanFaults(0.5, 0.25, 0.5))
        .hasMessage("shares of wrong dates together: 1.25; from 0 to 1");
  }

  private static LoanGenerator clean(long count, long seed) {
    return new LoanGenerator(Mixture.clean(count, seed), LoanFaults.NONE);
  }

  private static long count(ParsedLines parsed, LoanFault fault) {
    return parsed.good().stream().filter(loan -> fault(loan) == fault).count();
  }

  private static LoanFault fault(JsonNode loan) {
    if (!loan.hasNonNull("start_date")) {
      return LoanFault.NO_START;
    }
    try {
      LocalDate start = LocalDate.parse(loan.get("start_date").asText());
      return LocalDate.parse(loan.get("end_date").asText()).isBefore(start)
          ? LoanFault.END_BEFORE_START
          : LoanFault.NONE;
    } catch (DateTimeParseException e) {
      return LoanFault.NO_DATE;
    }
  }
}
