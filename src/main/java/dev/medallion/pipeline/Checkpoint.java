package dev.medallion.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What Spark wrote into a query's checkpoint: {@code offsets/N} before batch N, a version line, a
 * line of metadata and a line an input; {@code commits/N} after it.
 */
final class Checkpoint {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int METADATA = 1;
  private static final int SOURCE = 2;

  private final Path folder;
  private final FileSystem files;

  Checkpoint(String folder, Configuration hadoop) {
    try {
      this.folder = new Path(folder);
      this.files = this.folder.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What a batch reads.
   *
   * @param start null for the first batch
   * @param watermark of the batch's plan, if it has one
   */
  record Offsets(String start, String end, Optional<Instant> watermark) {}

  boolean exists() {
    try {
      return files.exists(new Path(folder, "metadata"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Offsets offsets(long batch) {
    String[] lines = lines(batch).orElseThrow();
    String start = batch == 0 ? null : lines(batch - 1).map(text -> text[SOURCE]).orElse(null);
    return new Offsets(start, lines[SOURCE], watermark(lines[METADATA]));
  }

  /** Whether Spark has noted every batch that it planned as done. */
  boolean isCommitted() {
    try {
      return Arrays.stream(files.listStatus(new Path(folder, "offsets")))
          .map(planned -> planned.getPath().getName())
          .filter(name -> name.matches("\\d+"))
          .map(Long::valueOf)
          .max(Comparator.naturalOrder())
          .map(this::committed)
          .orElse(true);
    } catch (FileNotFoundException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether Spark has noted the batch as done. */
  boolean committed(long batch) {
    try {
      return files.exists(new Path(folder, "commits/" + batch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<String[]> lines(long batch) {
    try (var in = files.open(new Path(folder, "offsets/" + batch))) {
      return Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Instant> watermark(String metadata) {
    try {
      JsonNode millis = JSON.readTree(metadata).path("batchWatermarkMs");
      return millis.asLong() > 0
          ? Optional.of(Instant.ofEpochMilli(millis.asLong()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
