package dev.medallion.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.config.Section;
import dev.medallion.kafka.Broker;
import dev.medallion.kafka.Partition;
import dev.medallion.kafka.PartitionLog;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the first batch of a checkpoint begins. Partitions that come later are read from their
 * beginning.
 */
sealed interface KafkaStart {
  /** As people would write it. */
  String text();

  /** At the first offset that is there. */
  record Earliest() implements KafkaStart {
    @Override
    public String text() {
      return "earliest";
    }
  }

  /** Behind the last offset that is there. */
  record Latest() implements KafkaStart {
    @Override
    public String text() {
      return "latest";
    }
  }

  /** At the first record that is not older. */
  record Since(Instant time) implements KafkaStart {
    @Override
    public String text() {
      return time.toString();
    }
  }

  /**
   * At these offsets.
   *
   * @param offsets for every partition, by its topic and number; -1 is the latest, -2 the earliest
   */
  record At(Map<Partition, Long> offsets) implements KafkaStart {
    @Override
    public String text() {
      return "the given offsets";
    }
  }

  long LATEST = -1;
  long EARLIEST = -2;
  String EXPECTED =
      "expected earliest, latest, a time such as \"2026-01-31T00:00:00Z\" or offsets such as"
          + " \"\"\"{\"invoices\": {\"0\": 120}}\"\"\"; found \"%s\"";

  /** Reads {@code start}. */
  static KafkaStart from(Section block) {
    String text = block.string("start");
    return switch (text) {
      case "earliest" -> new Earliest();
      case "latest" -> new Latest();
      default -> text.startsWith("{") ? offsets(block, text) : time(block, text);
    };
  }

  private static KafkaStart time(Section block, String text) {
    try {
      return new Since(Instant.parse(text));
    } catch (DateTimeParseException e) {
      block.problem("start", EXPECTED.formatted(text));
      return new Earliest();
    }
  }

  private static KafkaStart offsets(Section block, String text) {
    Map<Partition, Long> offsets = new HashMap<>();
    try {
      JsonNode topics = new ObjectMapper().readTree(text);
      topics
          .fields()
          .forEachRemaining(
              topic ->
                  topic
                      .getValue()
                      .fields()
                      .forEachRemaining(
                          at ->
                              offsets.put(
                                  new Partition(topic.getKey(), Integer.parseInt(at.getKey())),
                                  offset(at.getValue()))));
    } catch (JsonProcessingException | NumberFormatException e) {
      block.problem("start", EXPECTED.formatted(text));
    }
    return new At(Map.copyOf(offsets));
  }

  private static long offset(JsonNode value) {
    if (!value.isIntegralNumber() || value.asLong() < EARLIEST) {
      throw new NumberFormatException("not an offset: " + value);
    }
    return value.asLong();
  }

  /** The first offset to read of each partition. */
  default SortedMap<Partition, Long> positions(
      SortedMap<Partition, PartitionLog> logs, Broker broker) {
    Map<Partition, Long> found =
        this instanceof Since since ? broker.since(since.time(), logs.keySet()) : Map.of();
    SortedMap<Partition, Long> positions = new TreeMap<>();
    logs.forEach((partition, log) -> positions.put(partition, position(partition, log, found)));
    return positions;
  }

  private long position(Partition partition, PartitionLog log, Map<Partition, Long> found) {
    if (this instanceof Since) {
      return found.getOrDefault(partition, log.end());
    }
    long at = this instanceof At stated ? stated(stated, partition) : EARLIEST;
    if (this instanceof Latest || at == LATEST) {
      return log.end();
    }
    if (at > log.end()) {
      throw new IllegalArgumentException(
          "start: offset %d of %s does not exist; the log ends at %d"
              .formatted(at, partition, log.end()));
    }
    return at == EARLIEST ? log.begin() : at;
  }

  private static long stated(At start, Partition partition) {
    Long offset = start.offsets().get(partition);
    if (offset == null) {
      throw new IllegalArgumentException(
          "start: names no offset of %s; name all partitions, -1 is the latest, -2 the earliest"
              .formatted(partition));
    }
    return offset;
  }
}
