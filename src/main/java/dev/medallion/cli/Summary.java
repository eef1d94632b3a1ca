package dev.medallion.cli;

import dev.medallion.pipeline.Outcome;
import java.util.Map;

/** The last line of a run. */
final class Summary {
  private Summary() {}

  static String of(Map<String, Outcome> outcomes, Totals totals) {
    long ok = outcomes.values().stream().filter(Outcome::ok).count();
    return "Done. jobs=%d ok=%d failed=%d batches=%d rows_in=%d rows_out=%d quarantined=%d"
        .formatted(
            outcomes.size(),
            ok,
            outcomes.size() - ok,
            totals.batches(),
            totals.read(),
            totals.written(),
            totals.quarantined());
  }
}
