package dev.medallion.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.medallion.broker.TestBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The messages of a topic, as a plain consumer and a plain parser of JSON see them. */
record TopicLines(TestBroker broker, String topic, String number) {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

  /**
   * Makes a topic of three partitions.
   *
   * @param number a field that every good record has, as a number
   */
  static TopicLines open(String stem, String number) {
    TestBroker broker = TestBroker.shared();
    return new TopicLines(broker, broker.newTopic(stem, 3), number);
  }

  /** Fills the topic from the command line, and returns the sentence that tells of it. */
  String generate(String records, String... options) {
    List<String> command = new ArrayList<>(List.of("generate", records));
    command.addAll(List.of("--kafka", broker.bootstrap(), "--topic", topic));
    command.addAll(List.of(options));
    Lakehouse.Ended ended = Lakehouse.execute(command.toArray(String[]::new));
    assertThat(ended.err()).isEmpty();
    return ended.out();
  }

  void send(String key, String line) {
    send(List.of(Map.entry(key, line)));
  }

  /** Sends lines, each behind its key. */
  void send(List<Map.Entry<String, String>> lines) {
    broker.produce(
        lines.stream()
            .map(
                line ->
                    new ProducerRecord<>(
                        topic, line.getKey().getBytes(UTF_8), line.getValue().getBytes(UTF_8)))
            .toList());
  }

  /** The good records, repeated ones included. */
  List<JsonNode> good() {
    return lines().stream().flatMap(line -> parsed(line).stream()).toList();
  }

  List<String> malformed() {
    return lines().stream().filter(line -> parsed(line).isEmpty()).toList();
  }

  private List<String> lines() {
    return broker.consume(topic).stream()
        .map(message -> new String(message.value(), UTF_8))
        .toList();
  }

  private Optional<JsonNode> parsed(String line) {
    try {
      JsonNode node = JSON.readTree(line);
      return Optional.of(node).filter(it -> it.isObject() && it.path(number).isNumber());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
