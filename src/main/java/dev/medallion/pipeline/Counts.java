package dev.medallion.pipeline;

import dev.medallion.transform.Expectation;
import dev.medallion.transform.Expectations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Observation;

/**
 * Numbers of rows of one stage of a batch.
 *
 * @param total all of them
 * @param keptBack those that were malformed or broke a rule
 * @param skipped those that are left out
 * @param late those that the SQL left out since they came behind the watermark
 * @param warnings those that broke a rule which only warns, by rule; no zeros
 */
record Counts(long total, long keptBack, long skipped, long late, Map<Expectation, Long> warnings) {
  static final Counts NONE = new Counts(0, 0, 0, 0, Map.of());

  /** The observed numbers, once the write that observed them is done; see {@link Observed}. */
  static Optional<Counts> observed(Observation observation, Expectations rules)
      throws InterruptedException {
    return Observed.of(observation).map(numbers -> of(numbers, rules));
  }

  static Counts of(Map<String, Object> numbers, Expectations rules) {
    Map<Expectation, Long> warnings = new LinkedHashMap<>();
    for (Expectation rule : rules.warnings()) {
      long broken = (Long) numbers.get(BatchRows.metric(rule));
      if (broken > 0) {
        warnings.put(rule, broken);
      }
    }
    return new Counts(
        (Long) numbers.get(BatchRows.TOTAL),
        (Long) numbers.get(BatchRows.KEPT_BACK),
        (Long) numbers.get(BatchRows.SKIPPED),
        0,
        warnings);
  }

  /** Those that were neither kept back nor skipped. */
  long passed() {
    return total - keptBack - skipped;
  }

  /** The same, where only so many of those that passed were not left out as duplicates. */
  Counts leaving(long unique) {
    return new Counts(total, keptBack, skipped + passed() - unique, late, warnings);
  }

  /** The same with late rows. */
  Counts withLate(long rows) {
    return new Counts(total, keptBack, skipped, rows, warnings);
  }

  /** The numbers of two streams together. */
  Counts and(Counts other) {
    Map<Expectation, Long> all = new LinkedHashMap<>(warnings);
    other.warnings.forEach((rule, broken) -> all.merge(rule, broken, Long::sum));
    return new Counts(
        total + other.total,
        keptBack + other.keptBack,
        skipped + other.skipped,
        late + other.late,
        all);
  }
}
