package dev.medallion.sink;

import dev.medallion.config.Section;
import dev.medallion.delta.Lake;

/** The kinds of sink by their names in a configuration. */
public final class Sinks {
  private enum Type {
    DELTA
  }

  private Sinks() {}

  /** Reads a job's sink block; its problems are recorded with the block. */
  public static DeltaSink from(Section block, Lake lake, String layer) {
    Type type = block.choice("type", Type.class);
    Section options = block.chosenBy("type");
    return switch (type) {
      case DELTA -> DeltaSink.from(options.withDefaults("sink.delta"), lake, layer);
    };
  }
}
