package dev.medallion.decode;

import dev.medallion.config.Section;
import java.util.Set;

/** The formats of a record by their names in a configuration. */
public final class Decoders {
  private enum Format {
    JSON,
    AVRO,
    TEXT,
    BINARY
  }

  private Decoders() {}

  /**
   * Reads how records are decoded: {@code format}, and what the format needs.
   *
   * @param reserved names in lower case that no column may have
   * @param onNew whether a record that has more than its schema must end the job
   */
  public static Decoder from(Section block, Set<String> reserved, OnNewColumn onNew) {
    return switch (block.choice("format", Format.class)) {
      case JSON -> new JsonDecoder(Schemas.read(block, "schema", reserved), onNew);
      case AVRO -> AvroDecoder.from(block, reserved, onNew);
      case TEXT -> text();
      case BINARY -> new BinaryDecoder();
    };
  }

  /** Leaves a record as it is, as text: the column {@code value}. */
  public static Decoder text() {
    return new TextDecoder();
  }
}
