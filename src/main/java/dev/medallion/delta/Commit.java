package dev.medallion.delta;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One commit of a Delta table.
 *
 * @param version the table's version that this commit made
 * @param transactions the application transactions it holds: application id to transaction version
 * @param metrics Delta's operation metrics, such as {@code numOutputRows}
 * @param userMetadata the writer's own text, empty if it left none
 * @param files names of the data files that it added, without their folders
 */
public record Commit(
    long version,
    Map<String, Long> transactions,
    Map<String, String> metrics,
    String userMetadata,
    List<String> files) {

  private static final List<String> MERGED =
      List.of("numTargetRowsInserted", "numTargetRowsUpdated", "numTargetRowsDeleted");

  /**
   * Rows that the operation wrote, where Delta says so: of a merge those that it inserted, updated
   * and deleted.
   */
  public OptionalLong outputRows() {
    if (metrics.containsKey(MERGED.get(0))) {
      return OptionalLong.of(MERGED.stream().mapToLong(this::metric).sum());
    }
    return metrics.containsKey("numOutputRows")
        ? OptionalLong.of(metric("numOutputRows"))
        : OptionalLong.empty();
  }

  private long metric(String name) {
    return Long.parseLong(metrics.getOrDefault(name, "0"));
  }

  /** Whether this commit holds the given transaction. */
  public boolean holds(String application, long transaction) {
    return transactions.getOrDefault(application, -1L) == transaction;
  }
}
