package dev.medallion.source;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.apache.spark.sql.execution.streaming.SerializedOffset;

/**
 * Where a landing folder's stream stands. The offset holds the very files of its batch, so Spark's
 * offset log alone says what a batch reads, before a crash and after it; there is no second log
 * that grows with history.
 *
 * @param batch counts the batches that had files, from 1
 * @param files what the batch reads
 * @param held names of files in the folder that were read before and changed afterwards; they are
 *     not read again
 */
record LandingOffset(
    @JsonProperty("batch") long batch,
    @JsonProperty("files") List<LandedFile> files,
    @JsonProperty("held") List<String> held) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final LandingOffset START = new LandingOffset(0, List.of(), List.of());

  static LandingOffset parse(String json) {
    try {
      return JSON.readValue(json, LandingOffset.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the offset of a landing folder: " + json, e);
    }
  }

  LandingOffset next(List<LandedFile> files, List<String> held) {
    return new LandingOffset(batch + 1, List.copyOf(files), List.copyOf(held));
  }

  SerializedOffset serialized() {
    try {
      return new SerializedOffset(JSON.writeValueAsString(this));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
