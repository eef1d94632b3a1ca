package dev.medallion.pipeline;

import dev.medallion.config.Section;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.delta.Lake;
import dev.medallion.source.Source;
import dev.medallion.source.Sources;
import dev.medallion.transform.Watermark;
import java.util.Optional;

/**
 * A stream that a job's SQL reads.
 *
 * @param name of the view that the SQL sees
 * @param watermark its event time, if it has one
 */
record StreamInput(String name, Source source, Optional<Watermark> watermark) {
  /** The name of a job's own source. */
  static final String MAIN = "input";

  static StreamInput from(String name, Section block, Lake lake, String layer, OnNewColumn onNew) {
    return new StreamInput(name, Sources.from(block, lake, layer, onNew), Watermark.from(block));
  }

  StreamInput reading(Source other) {
    return new StreamInput(name, other, watermark);
  }

  /** Under which name the numbers of its rows are observed. */
  String metric() {
    return "medallion_" + name;
  }
}
