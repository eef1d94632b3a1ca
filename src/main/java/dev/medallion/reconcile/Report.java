package dev.medallion.reconcile;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What came of a comparison.
 *
 * @param jobs those that were compared, in the order of the file
 */
public record Report(List<Compared> jobs, List<Disagreement> disagreements) {
  /**
   * What was compared of a job.
   *
   * @param query the identity of its checkpoint, if it has one
   * @param batches how many
   * @param hasLog whether its target keeps a log that can be read
   */
  public record Compared(
      String job, String layer, Optional<UUID> query, long batches, boolean hasLog) {}

  public Report {
    jobs = List.copyOf(jobs);
    disagreements = List.copyOf(disagreements);
  }

  /** Whether all places tell the same story. */
  public boolean agrees() {
    return disagreements.isEmpty();
  }

  /** How many batches were compared, of all jobs. */
  public long batches() {
    return jobs.stream().mapToLong(Compared::batches).sum();
  }
}
