package dev.medallion.generate;

import static java.util.function.Predicate.not;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lines as a plain reader of JSON sees them.
 *
 * @param good one object each, repeated ones included
 */
record ParsedLines(List<JsonNode> good, long malformed) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * Reads lines.
   *
   * @param number a field that a good record has, as a number
   */
  static ParsedLines of(List<String> lines, String number) {
    List<JsonNode> good = lines.stream().flatMap(line -> parsed(line, number).stream()).toList();
    return new ParsedLines(good, lines.size() - good.size());
  }

  private static Optional<JsonNode> parsed(String line, String number) {
    try {
      JsonNode node = JSON.readTree(line);
      return Optional.of(node).filter(it -> it.isObject() && it.path(number).isNumber());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  Set<JsonNode> different() {
    return new HashSet<>(good);
  }

  /** Those of a field's text, in order. */
  Stream<String> texts(String field) {
    return good.stream()
        .map(node -> node.path(field))
        .filter(not(JsonNode::isMissingNode))
        .map(JsonNode::asText);
  }

  /** Good records of a time so long before that of one before them, each counted once. */
  long late(String time, Duration least) {
    Instant newest = Instant.MIN;
    Set<JsonNode> seen = new HashSet<>();
    long late = 0;
    for (JsonNode node : good) {
      Instant at = Instant.parse(node.get(time).asText());
      if (seen.add(node) && !newest.equals(Instant.MIN) && at.isBefore(newest.minus(least))) {
        late++;
      }
      newest = newest.isAfter(at) ? newest : at;
    }
    return late;
  }
}
