package dev.medallion.transform;

import dev.medallion.config.Section;
import java.util.Optional;

/**
 * How many rows of a batch may be kept back before the job stops. The batch itself is finished
 * first: its good rows are written, the others are in quarantine.
 *
 * @param count at most so many rows
 * @param percent at most this share of the input rows, 0 to 100
 */
public record Limit(long count, double percent) {

  /** Reads {@code limit { count = 100, percent = 5 }}; without it nothing is limited. */
  public static Limit from(Section job) {
    Section block = job.sectionOrEmpty("limit").withDefaults("limit");
    double percent = block.number("percent");
    if (percent < 0 || percent > 100) {
      block.problem("percent", "expected 0 to 100; found " + percent);
    }
    return new Limit(block.has("count") ? block.positiveLong("count") : Long.MAX_VALUE, percent);
  }

  /** What is wrong with a batch, if its rows kept back are beyond the limit. */
  public Optional<String> exceeded(long keptBack, long input) {
    if (keptBack > count) {
      return Optional.of("%d rows were kept back; the limit is %d".formatted(keptBack, count));
    }
    if (keptBack * 100.0 > percent * input) {
      return Optional.of(
          "%d of %d rows were kept back; the limit is %s percent"
              .formatted(keptBack, input, percent));
    }
    return Optional.empty();
  }
}
