package dev.medallion.pipeline;

import dev.medallion.config.Section;
import java.time.Duration;
import java.util.Optional;
import org.apache.spark.sql.streaming.Trigger;

/**
 * When a job's batches are made.
 *
 * @param kind how the next batch is begun
 * @param interval of {@link Kind#INTERVAL}, else zero
 */
record Pace(Kind kind, Duration interval) {
  /** How the next batch is begun. */
  enum Kind {
    AVAILABLE_NOW,
    AS_FAST_AS_POSSIBLE,
    INTERVAL
  }

  static final Pace AVAILABLE_NOW = new Pace(Kind.AVAILABLE_NOW, Duration.ZERO);

  /** Reads {@code available-now}, {@code as-fast-as-possible} or an interval. */
  static Pace of(Section block, String text) {
    Optional<Pace> named =
        switch (text) {
          case "available-now" -> Optional.of(AVAILABLE_NOW);
          case "as-fast-as-possible" ->
              Optional.of(new Pace(Kind.AS_FAST_AS_POSSIBLE, Duration.ZERO));
          default -> Optional.empty();
        };
    return named.orElseGet(() -> interval(block, text));
  }

  private static Pace interval(Section block, String text) {
    if (!text.isEmpty() && !Character.isDigit(text.charAt(0))) {
      block.problem(
          "trigger",
          "expected available-now, as-fast-as-possible or an interval such as \"10 seconds\"; found \""
              + text
              + "\"");
      return AVAILABLE_NOW;
    }
    return new Pace(Kind.INTERVAL, block.duration("trigger"));
  }

  boolean drains() {
    return kind == Kind.AVAILABLE_NOW;
  }

  Trigger trigger() {
    return drains() ? Trigger.AvailableNow() : Trigger.ProcessingTime(interval.toMillis());
  }
}
