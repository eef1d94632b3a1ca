package dev.medallion.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Who wrote a batch, and of what; a target keeps it with the batch where it can.
 *
 * @param job the name of the job
 * @param run the run that wrote it
 * @param task the number of the attempt's row in {@code Task_Metadata}; 0 while it has none
 * @param offsets the same for the same input
 */
public record Signature(String job, UUID run, long task, BatchId batch, String offsets) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** As JSON, to be kept with the batch. */
  public String text() {
    Map<String, Object> text = new LinkedHashMap<>();
    text.put("job", job);
    text.put("run", run.toString());
    text.put("task", task == 0 ? null : task);
    text.put("query", batch.query().toString());
    text.put("batch", batch.number());
    text.put("offsets", offsets);
    try {
      return JSON.writeValueAsString(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether a batch that was kept with this text can have been made of the same input. */
  public static boolean fits(String text, String offsets) {
    String made = offsets(text);
    return made.isEmpty() || made.equals(offsets);
  }

  /** What a batch that was kept with this text was made of; empty where it does not tell. */
  public static String offsets(String text) {
    try {
      return JSON.readTree(text).path("offsets").asText("");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not a signature of ours: " + text, e);
    }
  }
}
