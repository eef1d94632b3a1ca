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
 * @param writes whether rows of it may have been handed to the target
 */
public record ReplayPlan(
    long number, long version, long rows, boolean decodes, ReplayChoice choice, boolean writes) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String VERSION = "quarantineVersion";
  private static final String WRITES = "writes";

  /** Whether the end of a batch, as its task row tells it, is that of a replay. */
  public static boolean isEnd(String offsets) {
    return offsets != null && offsets.contains("\"" + VERSION + "\"");
  }

  /** The same, whose rows are about to be handed to the target. */
  ReplayPlan writing() {
    return new ReplayPlan(number, version, rows, decodes, choice, true);
  }

  /** To be read by {@link #parse}. */
  String json() {
    Map<String, Object> text = chosen();
    text.put(WRITES, writes);
    return json(text);
  }

  /** The end of its batch, as its task row tells it. */
  String end() {
    return json(chosen());
  }

  private Map<String, Object> chosen() {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put(VERSION, version);
    text.put("number", number);
    text.put("rows", rows);
    text.put("decodes", decodes);
    choice.reason().ifPresent(reason -> text.put("reason", reason));
    choice.since().ifPresent(since -> text.put("since", since.toString()));
    return text;
  }

  private static String json(Map<String, Object> text) {
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
              Optional.ofNullable(text.get("since")).map(since -> Instant.parse(since.asText()))),
          text.path(WRITES).asBoolean(true));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException("not the plan of a replay: " + json, e);
    }
  }

  /** The same for the same rows. */
  String fingerprint() {
    return UUID.nameUUIDFromBytes(end().getBytes(StandardCharsets.UTF_8)).toString();
  }
}
