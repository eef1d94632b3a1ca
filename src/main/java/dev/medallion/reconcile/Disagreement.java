package dev.medallion.reconcile;

import java.util.Optional;
import java.util.UUID;

/**
 * Two places that tell different stories.
 *
 * @param query the checkpoint's identity; null where it is about no batch
 * @param batch null where it is about no batch
 * @param what was compared
 * @param found the one story
 * @param against the other
 * @param right which of them is right
 * @param remedy what to do
 * @param fix how the tracking store is set right, where that is what helps
 */
public record Disagreement(
    String job,
    UUID query,
    Long batch,
    String what,
    String found,
    String against,
    String right,
    String remedy,
    Optional<Fix> fix) {
  static final String REPAIR = "run `medallion reconcile CONF --repair`";

  /** The same, where something else is to be done first. */
  Disagreement unrepaired(String first) {
    return new Disagreement(
        job, query, batch, what, found, against, right, first, Optional.empty());
  }

  /** As one line. */
  @Override
  public String toString() {
    return "%s: %s%s: %s, but %s; %s: %s"
        .formatted(
            job, batch == null ? "" : "batch " + batch + ": ", what, found, against, right, remedy);
  }
}
