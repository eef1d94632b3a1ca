package dev.medallion.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads Delta's commit files as the protocol has them, knowing nothing of the program. */
final class Commits {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Commits() {}

  /** Table, version, numOutputRows, and the batch, run and task that the writer named. */
  static String describe(Path table, long version) {
    Path file = table.resolve("_delta_log").resolve("%020d.json".formatted(version));
    try {
      for (String line : Files.readAllLines(file)) {
        JsonNode info = JSON.readTree(line).path("commitInfo");
        if (!info.isMissingNode()) {
          JsonNode writer = JSON.readTree(info.get("userMetadata").asText());
          return "%s %d %s %s %s %s"
              .formatted(
                  table,
                  version,
                  info.get("operationMetrics").get("numOutputRows").asText(),
                  writer.get("batch").asText(),
                  writer.get("run").asText(),
                  writer.get("task").asText());
        }
      }
      throw new AssertionError("no commitInfo in " + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
