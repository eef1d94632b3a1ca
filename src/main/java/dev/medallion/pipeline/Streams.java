package dev.medallion.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.source.Source;
import dev.medallion.source.Source.Extent;
import dev.medallion.source.SourceStream;
import dev.medallion.source.SourceStream.Lag;
import dev.medallion.source.SourceStream.Provenance;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The opened streams of a job, in the order in which the checkpoint has their offsets. Almost every
 * job has one; of several, each has its name in what is told of them.
 */
record Streams(List<Opened> opened) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One of them. */
  record Opened(StreamInput input, SourceStream stream) {
    Source source() {
      return input.source();
    }
  }

  static Streams of(StreamInput input, SourceStream stream) {
    return new Streams(List.of(new Opened(input, stream)));
  }

  /** Where a batch begins and ends, as its task row tells it. */
  Extent extent(Checkpoint.Offsets offsets) {
    if (opened.size() == 1) {
      return opened.get(0).source().extent(offsets.start(0), offsets.end(0));
    }
    ObjectNode starts = JSON.createObjectNode();
    ObjectNode ends = JSON.createObjectNode();
    for (int i = 0; i < opened.size(); i++) {
      Extent extent = extent(i, offsets);
      put(starts, i, extent.start());
      put(ends, i, extent.end());
    }
    return new Extent(starts.toString(), ends.toString());
  }

  /** A stream of which nothing was read yet has no end. */
  private Extent extent(int index, Checkpoint.Offsets offsets) {
    return offsets.end(index) == null
        ? new Extent(null, null)
        : opened.get(index).source().extent(offsets.start(index), offsets.end(index));
  }

  private void put(ObjectNode node, int index, String offset) {
    try {
      node.set(
          opened.get(index).input().name(),
          offset == null ? JSON.nullNode() : JSON.readTree(offset));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not an offset in JSON: " + offset, e);
    }
  }

  /** What was left unread behind a batch. */
  Lag lag(Checkpoint.Offsets offsets) {
    if (opened.size() == 1) {
      return opened.get(0).stream().lag(offsets.end(0));
    }
    Map<String, Long> parts = new TreeMap<>();
    for (int i = 0; i < opened.size(); i++) {
      if (offsets.end(i) != null) {
        String name = opened.get(i).input().name();
        opened.get(i).stream()
            .lag(offsets.end(i))
            .parts()
            .forEach((part, count) -> parts.put(name + " " + part, count));
      }
    }
    return parts.isEmpty() ? Lag.UNKNOWN : new Lag("parts", parts);
  }

  /** Where the rows of one stream came from. */
  Map<String, Provenance> provenance(int index, Checkpoint.Offsets offsets) {
    return offsets.end(index) == null
        ? Map.of()
        : opened.get(index).stream().provenance(offsets.start(index), offsets.end(index));
  }

  /** Whether less is there to read than when the batch was planned. */
  boolean hasShrunk(Checkpoint.Offsets offsets) {
    boolean shrunk = false;
    for (int i = 0; i < opened.size(); i++) {
      shrunk |= offsets.end(i) != null && opened.get(i).stream().hasShrunk(offsets.end(i));
    }
    return shrunk;
  }

  /** Whether a batch in hand waits for a source that does not answer. */
  boolean isAway() {
    return opened.stream().anyMatch(one -> one.stream().isAway());
  }
}
