package dev.medallion.jdbc;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is to be put where. All names are quoted.
 *
 * @param target the table
 * @param source a SELECT of one row for each key
 * @param columns that both have
 * @param keys those of the columns that make the key
 * @param latestBy those of the columns that order the rows of a key, NULL before all else; a row
 *     that is not earlier than the target's takes its place
 */
public record Upsert(
    String target, String source, List<String> columns, List<String> keys, List<String> latestBy) {

  /** The columns, with something before each. */
  String columns(String before) {
    return columns.stream().map(before::concat).collect(Collectors.joining(", "));
  }

  /** The columns of the key, with something before each. */
  String keys(String before) {
    return keys.stream().map(before::concat).collect(Collectors.joining(", "));
  }

  String keysEach(Function<String, String> condition) {
    return keys.stream().map(condition).collect(Collectors.joining(" AND "));
  }

  /** Whether there is more to a row than its key. */
  boolean changes() {
    return columns.size() > keys.size();
  }

  /** Gives the row {@code t} of the target the values of the row {@code s}. */
  String assignments() {
    return columns.stream()
        .filter(column -> !keys.contains(column))
        .map(column -> column + " = s." + column)
        .collect(Collectors.joining(", "));
  }

  /** Whether the row {@code s} is not earlier than the row {@code t}. */
  String isNewer() {
    return isNewer(latestBy);
  }

  private static String isNewer(List<String> order) {
    if (order.isEmpty()) {
      return "1 = 1";
    }
    String s = "s." + order.get(0);
    String t = "t." + order.get(0);
    return "(%2$s IS NULL AND %1$s IS NOT NULL OR %1$s > %2$s OR (%1$s = %2$s OR %1$s IS NULL AND %2$s IS NULL) AND %3$s)"
        .formatted(s, t, isNewer(order.subList(1, order.size())));
  }
}
