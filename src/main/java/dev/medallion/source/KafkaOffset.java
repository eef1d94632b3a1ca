package dev.medallion.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.kafka.Partition;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.execution.streaming.SerializedOffset;

/**
 * Where a stream of topics stands. The offset holds the very ranges of its batch, so Spark's offset
 * log alone says what a batch reads, and what was lost before it.
 *
 * @param spans what the batch reads of each partition
 * @param lost what was found to be lost when the batch was planned
 */
record KafkaOffset(
    @JsonProperty("spans") List<KafkaSpan> spans, @JsonProperty("lost") List<LostRange> lost) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, Map<Integer, Long>>> PLACES =
      new TypeReference<>() {};

  static KafkaOffset parse(String json) {
    try {
      return JSON.readValue(json, KafkaOffset.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the offset of a stream of topics: " + json, e);
    }
  }

  SerializedOffset serialized() {
    return new SerializedOffset(json(this));
  }

  SortedMap<Partition, KafkaSpan> byPartition() {
    return spans.stream()
        .collect(
            Collectors.toMap(KafkaSpan::at, span -> span, (first, second) -> first, TreeMap::new));
  }

  /** What was there behind the batch when it was planned. */
  Map<String, Long> lag() {
    Map<String, Long> lag = new TreeMap<>();
    spans.forEach(span -> lag.put(span.at().toString(), span.end() - span.until()));
    return lag;
  }

  /** The first offset of each partition, as Spark writes offsets: topic, partition, offset. */
  String begin() {
    return json(offsets(KafkaSpan::from));
  }

  /** The offset behind the last of each partition, likewise. */
  String end() {
    return json(offsets(KafkaSpan::until));
  }

  static String json(List<KafkaSpan> spans, ToLongFunction<KafkaSpan> offset) {
    return json(new KafkaOffset(spans, List.of()).offsets(offset));
  }

  private Map<String, Map<Integer, Long>> offsets(ToLongFunction<KafkaSpan> offset) {
    Map<String, Map<Integer, Long>> offsets = new TreeMap<>();
    spans.forEach(
        span ->
            offsets
                .computeIfAbsent(span.topic(), topic -> new TreeMap<>())
                .put(span.partition(), offset.applyAsLong(span)));
    return offsets;
  }

  /** How many offsets lie between two places, each as {@link #end} has it; none if one is not. */
  static OptionalLong apart(String begin, String end) {
    try {
      var first = JSON.readValue(String.valueOf(begin), PLACES);
      var last = JSON.readValue(String.valueOf(end), PLACES);
      return first == null || last == null
          ? OptionalLong.empty()
          : OptionalLong.of(sum(last) - sum(first));
    } catch (JsonProcessingException e) {
      return OptionalLong.empty();
    }
  }

  private static long sum(Map<String, Map<Integer, Long>> offsets) {
    return offsets.values().stream()
        .flatMap(partitions -> partitions.values().stream())
        .mapToLong(Long::longValue)
        .sum();
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
