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

  /** Rows that the operation wrote, where Delta says so. */
  public OptionalLong outputRows() {
    String rows = metrics.get("numOutputRows");
    return rows == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(rows));
  }

  /** Whether this commit holds the given transaction. */
  public boolean holds(String application, long transaction) {
    return transactions.getOrDefault(application, -1L) == transaction;
  }
}
