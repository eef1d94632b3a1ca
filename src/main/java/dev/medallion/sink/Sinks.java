package dev.medallion.sink;

import dev.medallion.config.Section;
import dev.medallion.delta.Lake;
import dev.medallion.delta.Table;
import java.util.Optional;

/** The kinds of sink by their names in a configuration. */
public final class Sinks {
  private enum Type {
    DELTA,
    PARQUET,
    KAFKA,
    EVENT_HUBS,
    JDBC,
    SPARK
  }

  private Sinks() {}

  /** Reads a job's sink block; its problems are recorded with the block. */
  public static Sink from(Section block, Lake lake, String layer) {
    Type type = block.choice("type", Type.class);
    Section options = block.chosenBy("type");
    return switch (type) {
      case DELTA -> DeltaSink.from(options.withDefaults("sink.delta"), lake, layer);
      case PARQUET -> ParquetSink.from(options.withDefaults("sink.parquet"), lake, layer);
      case KAFKA -> KafkaSink.from(options.withDefaults("sink.kafka"));
      case EVENT_HUBS -> KafkaSink.eventHub(options.withDefaults("sink.kafka"));
      case JDBC -> JdbcSink.from(options.withDefaults("sink.jdbc"));
      case SPARK -> SparkSink.from(options.withDefaults("sink.spark"));
    };
  }

  /**
   * Where what a job keeps back goes: beside its table, or beside the one that it would have by its
   * name.
   */
  public static DeltaSink quarantine(Sink sink, Lake lake, String layer, String job) {
    return DeltaSink.quarantineOf(table(sink).orElseGet(() -> lake.table(layer, job)));
  }

  private static Optional<Table> table(Sink sink) {
    if (sink instanceof DeltaSink delta) {
      return Optional.of(delta.table());
    }
    return sink instanceof ParquetSink parquet ? Optional.of(parquet.table()) : Optional.empty();
  }
}
