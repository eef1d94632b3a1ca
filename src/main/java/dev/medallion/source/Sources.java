package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.delta.Lake;

/** The kinds of source by their names in a configuration. */
public final class Sources {
  private enum Type {
    JSON,
    DELTA,
    KAFKA,
    EVENT_HUBS
  }

  private Sources() {}

  /** Reads a job's source block; its problems are recorded with the block. */
  public static Source from(Section block, Lake lake, String jobLayer) {
    Type type = block.choice("type", Type.class);
    Section options = block.chosenBy("type");
    return switch (type) {
      case JSON -> JsonSource.from(options.withDefaults("source.json"));
      case DELTA -> DeltaSource.from(options.withDefaults("source.delta"), lake, jobLayer);
      case KAFKA -> KafkaSource.from(options.withDefaults("source.kafka"));
      case EVENT_HUBS -> KafkaSource.eventHub(options.withDefaults("source.kafka"));
    };
  }
}
