package dev.medallion.reconcile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.checkpoint.Checkpoint.Offsets;
import dev.medallion.reconcile.Findings.At;
import dev.medallion.source.Source.Extent;
import dev.medallion.tracking.BatchStart;
import dev.medallion.tracking.RecordedTask;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Whether task rows have the offsets of the checkpoint, and each batch begins where the one before
 * it ended. Of several streams the checkpoint does not name which is which, so their offsets are
 * only held against those of the batch before.
 */
final class OffsetChecks {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JobStory story;
  private final UUID query;
  private final Findings findings;

  OffsetChecks(JobStory story, UUID query, Findings findings) {
    this.story = story;
    this.query = query;
    this.findings = findings;
  }

  /** What the checkpoint tells of a batch; empty where it is gone by now. */
  Optional<Offsets> planned(long batch) {
    return story.query().equals(Optional.of(query))
        ? Optional.ofNullable(story.offsets().get(batch))
        : Optional.empty();
  }

  private boolean knowsStart(long batch) {
    return batch == 0 || planned(batch - 1).isPresent();
  }

  private Optional<Extent> extent(long batch) {
    return planned(batch)
        .filter(plan -> plan.ends().size() == 1 && plan.end(0) != null)
        .flatMap(
            plan ->
                story.stream()
                    .map(
                        source ->
                            source.extent(knowsStart(batch) ? plan.start(0) : null, plan.end(0))));
  }

  /** What a task row of the batch would say before the batch is written. */
  BatchStart start(At at) {
    Optional<Extent> extent = extent(at.batch());
    return new BatchStart(
        query,
        at.batch(),
        extent.filter(any -> knowsStart(at.batch())).map(Extent::start).orElse(null),
        extent.map(Extent::end).orElse(null),
        story.job().sink().name());
  }

  void check(At at, RecordedTask task, Optional<List<RecordedTask>> before) {
    Optional<Extent> extent = extent(at.batch());
    if (extent.isPresent()) {
      if (!same(extent.get().end(), task.endOffsets())) {
        wrong(at, task, Fix.Field.END_OFFSETS, task.endOffsets(), extent.get().end());
      }
      if (knowsStart(at.batch()) && !same(extent.get().start(), task.startOffsets())) {
        wrong(at, task, Fix.Field.START_OFFSETS, task.startOffsets(), extent.get().start());
      }
    } else {
      before
          .flatMap(tasks -> tasks.stream().filter(RecordedTask::succeeded).findFirst())
          .filter(earlier -> mustJoin() && earlier.endOffsets() != null)
          .filter(earlier -> task.startOffsets() != null)
          .filter(earlier -> !same(earlier.endOffsets(), task.startOffsets()))
          .ifPresent(earlier -> apart(at, task, earlier));
    }
  }

  private boolean mustJoin() {
    return story.job().sources().values().stream().allMatch(dev.medallion.source.Source::joinsUp);
  }

  private void wrong(At at, RecordedTask task, Fix.Field field, String found, String right) {
    findings.repairable(
        at,
        field.name().toLowerCase(java.util.Locale.ROOT),
        "task row %d has %s".formatted(task.id(), found),
        "%s has %s".formatted(story.checkpoint("offsets/" + at.batch()), right),
        Findings.CHECKPOINT,
        new Fix.Set(task, field, right));
  }

  private void apart(At at, RecordedTask task, RecordedTask before) {
    findings.add(
        at,
        "start_offsets",
        "task row %d begins at %s".formatted(task.id(), task.startOffsets()),
        "task row %d of the batch before ends at %s".formatted(before.id(), before.endOffsets()),
        "the checkpoint does not tell any more which is right",
        "restore the tracking store from a backup");
  }

  /** Throws if what begins as a JSON object does not end as one. */
  static void requireWhole(String offset) {
    try {
      if (offset.startsWith("{")) {
        JSON.readTree(offset);
      }
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an offset is cut off", e);
    }
  }

  /** Whether two offsets are the same JSON. */
  static boolean same(String one, String other) {
    if (one == null || other == null) {
      return Objects.equals(one, other);
    }
    try {
      JsonNode first = JSON.readTree(one);
      return first.equals(JSON.readTree(other));
    } catch (JsonProcessingException e) {
      return one.equals(other);
    }
  }
}
