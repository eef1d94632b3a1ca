package dev.medallion.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What Spark refuses to run on a stream, and what to do instead. The rules are those of {@code
 * UnsupportedOperationChecker} of Spark 3.5, known by a part of what it says.
 */
final class StreamRules {
  private static final Map<String, String> WORDS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry(
                  "streaming aggregations on streaming DataFrames/DataSets without watermark",
                  "aggregates, and with output-mode = append a group is written when it is final,"
                      + " which none ever is here; add watermark and group by window(<its column>,"
                      + " ...), or set output-mode = update"),
              Map.entry(
                  "not supported for session window",
                  "groups by session_window, which output-mode = update cannot do; set"
                      + " output-mode = append"),
              Map.entry(
                  "when there are no streaming aggregations",
                  "does not aggregate, and output-mode = complete writes the whole result of an"
                      + " aggregate with each batch; set output-mode = append"),
              Map.entry(
                  "Distinct aggregations",
                  "counts distinct values, of which all would have to be remembered; use"
                      + " approx_count_distinct"),
              Map.entry("Grouping Sets", "groups by sets; make a job for each set"),
              Map.entry(
                  "Join between two streaming", "joins streams, which needs output-mode = append"),
              Map.entry(
                  "without a watermark in the join keys",
                  "joins streams so that a row without a match is written too, and must know when to"
                      + " give up; compare the event times of both in the ON condition, such as"
                      + " b.time BETWEEN a.time AND a.time + INTERVAL 1 HOUR"),
              Map.entry(
                  "and a static DataFrame/Dataset on the left",
                  "keeps rows of a table that have no match in the stream, of which the next might"
                      + " bring one; begin with the stream: FROM input LEFT JOIN ..."),
              Map.entry(
                  "a static DataFrame/DataSet on the right not supported",
                  "keeps rows of a table that have no match in the stream, of which the next might"
                      + " bring one; use LEFT JOIN"),
              Map.entry(
                  "FullOuter joins",
                  "keeps rows of a table that have no match in the stream, of which the next might"
                      + " bring one; use LEFT JOIN"),
              Map.entry(
                  "joins with a streaming DataFrame/Dataset on the right",
                  "asks which rows a stream never has, and it may still bring them; turn the join"
                      + " round"),
              Map.entry(
                  "Sorting is not supported",
                  "sorts, and a stream has no end at which all rows are known; leave ORDER BY to the"
                      + " reader of the target"),
              Map.entry(
                  "Limits are not supported",
                  "has a LIMIT, which output-mode = update cannot do; leave it to the reader of the"
                      + " target"),
              Map.entry(
                  "Offset is not supported", "has an OFFSET; leave it to the reader of the target"),
              Map.entry(
                  "NON_TIME_WINDOW_NOT_SUPPORTED_IN_STREAMING",
                  "compares rows by OVER, which would see those of one batch alone; use duplicates"
                      + " for the first row of a key, sink.latest-by for the last one, or group by"
                      + " window(...)"),
              Map.entry(
                  "Window function is not supported",
                  "compares rows by OVER, which would see those of one batch alone; use duplicates"
                      + " for the first row of a key, sink.latest-by for the last one, or group by"
                      + " window(...)"),
              Map.entry(
                  "Union between streaming and batch",
                  "unites a stream with a table; write both to one table by two jobs"),
              Map.entry(
                  "Except on a streaming",
                  "takes away the rows of a stream; use a LEFT ANTI JOIN that begins with it"),
              Map.entry("Intersect of streaming", "intersects streams; join them"),
              Map.entry(
                  "possible 'correctness' issue",
                  "aggregates what it has aggregated or joined, and with output-mode = update rows"
                      + " would be lost between the two; set output-mode = append, or make two"
                      + " jobs"),
              Map.entry("Sampling is not supported", "samples rows by TABLESAMPLE; filter them"),
              Map.entry(
                  "is not supported with streaming DataFrames/Datasets",
                  "uses a function that numbers rows, such as monotonically_increasing_id, which"
                      + " has no meaning across batches")));

  private StreamRules() {}

  /** Our words for what Spark says, where it is known. */
  static Optional<String> explain(String said) {
    return WORDS.entrySet().stream()
        .filter(rule -> said.contains(rule.getKey()))
        .findFirst()
        .map(Map.Entry::getValue);
  }
}
