package dev.medallion.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One replay, told so that it has the same rows whenever it is done.
 *
 * @param number of the replay of its job, from 0
 * @param version of the quarantine, whose rows are meant
 * @param rows how many are chosen
 * @param decodes whether records that could not be decoded are among them
 */
public record ReplayPlan(
    long number, long version, long rows, boolean decodes, ReplayChoice choice) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = "quarantineVersion";

  /** Whether the end of a batch, as its task row tells it, is that of a replay. */
  public static boolean isEnd(String offsets) {
    return offsets != null && offsets.contains("\"" + VERSION + "\"");
  }

  String json() {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put(VERSION, version);
    text.put("number", number);
    text.put("rows", rows);
    text.put("decodes", decodes);
    choice.reason().ifPresent(reason -> text.put("reason", reason));
    choice.since().ifPresent(since -> text.put("since", since.toString()));
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  static ReplayPlan parse(String json) {
    try {
      JsonNode text = JSON.readTree(json);
      return new ReplayPlan(
          text.required("number").asLong(),
          text.required(VERSION).asLong(),
          text.required("rows").asLong(),
          text.required("decodes").asBoolean(),
          new ReplayChoice(
              Optional.ofNullable(text.get("reason")).map(JsonNode::asText),
              Optional.ofNullable(text.get("since")).map(since -> Instant.parse(since.asText()))));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException("not the plan of a replay: " + json, e);
    }
  }

  /** The same for the same rows. */
  String fingerprint() {
    return UUID.nameUUIDFromBytes(json().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
