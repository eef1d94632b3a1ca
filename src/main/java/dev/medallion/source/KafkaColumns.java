package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.Decoder;
import dev.medallion.decode.Decoders;
import dev.medallion.decode.OnNewColumn;
import java.io.Serializable;
import java.util.Set;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a record: those of its value, then where it stood, hidden ones last.
 *
 * @param value how a value is decoded
 * @param key how a key is shown
 * @param headers whether headers are wanted
 * @param tombstones what becomes of a record without a value
 * @param raw whether rows have the text of their value beside it
 */
record KafkaColumns(Decoder value, Key key, Headers headers, Tombstones tombstones, KeepRaw raw)
    implements Serializable {
  enum Key {
    TEXT,
    BINARY
  }

  enum Headers {
    DROP,
    KEEP
  }

  enum Tombstones {
    SKIP,
    KEEP
  }

  private static final Set<String> TAKEN =
      Set.of(
          Source.TOPIC,
          Source.PARTITION,
          Source.OFFSET,
          Source.TIMESTAMP,
          Source.KEY,
          Source.HEADERS,
          Source.RAW,
          Source.REASONS,
          Source.SKIPPED);

  static KafkaColumns from(Section block, OnNewColumn onNew) {
    KeepRaw raw = KeepRaw.from(block);
    return new KafkaColumns(
        Decoders.from(block, raw.taken(TAKEN), onNew),
        block.choice("key-format", Key.class),
        block.flag("headers") ? Headers.KEEP : Headers.DROP,
        block.choice("tombstones", Tombstones.class),
        raw);
  }

  StructType schema() {
    StructType columns =
        value
            .columns()
            .add(Source.TOPIC, DataTypes.StringType)
            .add(Source.PARTITION, DataTypes.IntegerType)
            .add(Source.OFFSET, DataTypes.LongType)
            .add(Source.TIMESTAMP, DataTypes.TimestampType)
            .add(Source.KEY, keyType());
    if (hasHeaders()) {
      columns = columns.add(Source.HEADERS, headersType());
    }
    return raw.after(columns)
        .add(Source.RAW, DataTypes.StringType)
        .add(Source.REASONS, DataTypes.createArrayType(DataTypes.StringType))
        .add(Source.SKIPPED, DataTypes.BooleanType);
  }

  boolean hasHeaders() {
    return headers == Headers.KEEP;
  }

  private DataType keyType() {
    return key == Key.TEXT ? DataTypes.StringType : DataTypes.BinaryType;
  }

  private static ArrayType headersType() {
    return DataTypes.createArrayType(
        new StructType().add("key", DataTypes.StringType).add("value", DataTypes.BinaryType));
  }
}
