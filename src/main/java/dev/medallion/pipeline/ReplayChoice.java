package dev.medallion.pipeline;

import java.time.Instant;
import java.util.Optional;

/**
 * Which waiting rows of a quarantine are replayed.
 *
 * @param reason those one of whose reasons contains this text, in any case; all if empty
 * @param since those that were kept back then or later; all if empty
 */
public record ReplayChoice(Optional<String> reason, Optional<Instant> since) {
  @Override
  public String toString() {
    return reason.map(text -> " with the reason '" + text + "'").orElse("")
        + since.map(time -> " since " + time).orElse("");
  }
}
