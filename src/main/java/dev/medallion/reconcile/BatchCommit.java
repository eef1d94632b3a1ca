package dev.medallion.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.delta.LoggedCommit;
import dev.medallion.delta.LoggedFile;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a table's log tells of one batch.
 *
 * @param outputRows by the operation's metrics
 * @param addedRows by the files that were added; empty where that is no matter of adding alone
 * @param merges whether it changes rows that were there, as a replay does in a quarantine
 * @param signature the writer's own text
 */
record BatchCommit(
    long version,
    OptionalLong outputRows,
    OptionalLong addedRows,
    boolean merges,
    String signature) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static BatchCommit of(LoggedCommit commit) {
    return new BatchCommit(
        commit.commit().version(),
        commit.commit().outputRows(),
        commit.operation().equals("WRITE") ? rows(commit) : OptionalLong.empty(),
        commit.operation().equals("MERGE"),
        commit.commit().userMetadata());
  }

  /** The run that wrote it, by its signature. */
  Optional<UUID> run() {
    try {
      JsonNode run = JSON.readTree(signature.isEmpty() ? "null" : signature).path("run");
      return run.isTextual() ? Optional.of(UUID.fromString(run.asText())) : Optional.empty();
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Of each file once. */
  private static OptionalLong rows(LoggedCommit commit) {
    var files =
        commit.added().stream()
            .collect(Collectors.toMap(LoggedFile::path, Function.identity(), (one, same) -> one));
    return files.values().stream().allMatch(file -> file.rows().isPresent())
        ? OptionalLong.of(files.values().stream().mapToLong(file -> file.rows().getAsLong()).sum())
        : OptionalLong.empty();
  }
}
