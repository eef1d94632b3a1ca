package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.delta.Lake;
import java.util.function.Function;

/** The kinds of source by their names in a configuration. */
public final class Sources {
  private enum Type {
    JSON,
    CSV,
    TEXT,
    PARQUET,
    AVRO,
    DELTA,
    KAFKA,
    EVENT_HUBS,
    SPARK
  }

  private Sources() {}

  /**
   * Reads a job's source block; its problems are recorded with the block.
   *
   * @param onNew what becomes of fields of records that their schema lacks
   */
  public static Source from(Section block, Lake lake, String jobLayer, OnNewColumn onNew) {
    Type type = block.choice("type", Type.class);
    Section options = block.chosenBy("type");
    return switch (type) {
      case JSON ->
          landing(options.withDefaults("source.json"), section -> JsonLines.from(section, onNew));
      case CSV ->
          landing(options.withDefaults("source.csv"), section -> CsvFiles.from(section, onNew));
      case TEXT -> landing(options.withDefaults("source.text"), section -> new TextLines());
      case PARQUET ->
          landing(
              options.withDefaults("source.parquet"), section -> ParquetFiles.from(section, onNew));
      case AVRO ->
          landing(options.withDefaults("source.avro"), section -> AvroFiles.from(section, onNew));
      case DELTA -> DeltaSource.from(options.withDefaults("source.delta"), lake, jobLayer);
      case KAFKA -> KafkaSource.from(options.withDefaults("source.kafka"), onNew);
      case EVENT_HUBS -> KafkaSource.eventHub(options.withDefaults("source.kafka"), onNew);
      case SPARK -> SparkSource.from(options);
    };
  }

  private static Source landing(Section options, Function<Section, LandedFormat> format) {
    return LandingSource.from(options, format.apply(options));
  }
}
