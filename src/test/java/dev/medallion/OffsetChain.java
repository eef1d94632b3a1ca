package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The offsets that the task rows of a job over one topic tell. */
final class OffsetChain {
  private static final ObjectMapper JSON = new ObjectMapper();

  private OffsetChain() {}

  /**
   * Each batch begins where the one before it ended, and read what lies between.
   *
   * @param done the task rows that ended well
   * @param ends where the topic ends, by partition; it began at 0
   */
  static void verify(List<Map<String, String>> done, String topic, Map<Integer, Long> ends)
      throws IOException {
    Map<Integer, Long> at = new TreeMap<>();
    ends.keySet().forEach(partition -> at.put(partition, 0L));
    List<Map<String, String>> ordered =
        done.stream()
            .sorted(Comparator.comparing(task -> Long.valueOf(task.get("batch_id"))))
            .toList();
    for (Map<String, String> task : ordered) {
      assertThat(offsets(task.get("start_offsets"), topic)).isEqualTo(at);
      long before = sum(at);
      at.putAll(offsets(task.get("end_offsets"), topic));
      assertThat(sum(at) - before).isEqualTo(Long.parseLong(task.get("input_rows")));
    }
    assertThat(at).isEqualTo(ends);
  }

  private static Map<Integer, Long> offsets(String json, String topic) throws IOException {
    JsonNode topics = JSON.readTree(json);
    assertThat(topics.fieldNames()).toIterable().containsExactly(topic);
    Map<Integer, Long> offsets = new TreeMap<>();
    topics
        .get(topic)
        .fields()
        .forEachRemaining(
            entry -> offsets.put(Integer.valueOf(entry.getKey()), entry.getValue().longValue()));
    return offsets;
  }

  private static long sum(Map<Integer, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }
}
