package dev.medallion.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.checkpoint.Checkpoint.Offsets;
import dev.medallion.reconcile.Findings.At;
import dev.medallion.tracking.RecordedTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Whether a commit says of itself what its transaction, the checkpoint and tracking say of it. */
final class SignatureChecks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JobStory story;
  private final UUID query;
  private final Findings findings;

  SignatureChecks(JobStory story, UUID query, Findings findings) {
    this.story = story;
    this.query = query;
    this.findings = findings;
  }

  /** Says at most one thing of a commit. */
  void check(At at, BatchCommit commit, TableHistory table, Map<Long, List<RecordedTask>> tasks) {
    JsonNode signature = parse(commit.signature());
    String who = "version %d of %s".formatted(commit.version(), table);
    if (!signature.isObject()) {
      wrong(at, who + " does not say whose it is", "its transaction is of this job", table, commit);
    } else if (!signature.path("job").asText().equals(story.job().name())
        || !signature.path("query").asText().equals(query.toString())
        || signature.path("batch").asLong(-1) != at.batch()) {
      wrong(
          at,
          "%s says job %s, query %s, batch %s"
              .formatted(
                  who,
                  signature.path("job").asText("?"),
                  signature.path("query").asText("?"),
                  signature.path("batch").asText("?")),
          "its transaction is batch %d of query %s".formatted(at.batch(), query),
          table,
          commit);
    } else if (!fits(at.batch(), signature, tasks)) {
      wrong(
          at,
          who + " was made of other offsets",
          story.checkpoint("offsets/" + at.batch()) + " does not have them",
          table,
          commit);
    }
  }

  private void wrong(At at, String found, String against, TableHistory table, BatchCommit commit) {
    findings.add(
        at,
        "signature",
        found,
        against,
        "no other place is right",
        "restore %s and %s from a backup"
            .formatted(table.file(commit.version()), story.checkpoint("offsets/" + at.batch())));
  }

  private boolean fits(long batch, JsonNode signature, Map<Long, List<RecordedTask>> tasks) {
    String offsets = signature.path("offsets").asText("");
    return offsets.isEmpty()
        || read(batch, tasks)
            .map(read -> read.fingerprint().toString().equals(offsets))
            .orElse(true);
  }

  /**
   * By the checkpoint, or where that is gone by now by the task row, if that has it word by word.
   */
  private Optional<Offsets> read(long batch, Map<Long, List<RecordedTask>> tasks) {
    if (story.query().equals(Optional.of(query)) && story.offsets().containsKey(batch)) {
      return Optional.of(story.offsets().get(batch));
    }
    return tasks.getOrDefault(batch, List.of()).stream()
        .filter(task -> task.succeeded() && task.endOffsets() != null && story.tellsRawOffsets())
        .findFirst()
        .map(task -> JobStory.ending(task.endOffsets()));
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text.isEmpty() ? "null" : text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }
}
