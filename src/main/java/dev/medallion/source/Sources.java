package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.delta.Lake;

/** The kinds of source by their names in a configuration. */
public final class Sources {
  private enum Type {
    JSON,
    DELTA
  }

  private Sources() {}

  /** Reads a job's source block; its problems are recorded with the block. */
  public static Source from(Section block, Lake lake, String jobLayer) {
    return switch (block.choice("type", Type.class)) {
      case JSON -> JsonSource.from(block.withDefaults("source.json"));
      case DELTA -> DeltaSource.from(block.withDefaults("source.delta"), lake, jobLayer);
    };
  }
}
