package dev.medallion.decode;

import dev.medallion.config.Section;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes Avro, one record whole, into the columns of an Avro schema, with or without Confluent's
 * header. With a schema registry the header's number finds the schema that the record was written
 * with; else it was written with the schema of the columns.
 *
 * <p>With a registry a record that begins with 0 has a header. Without one, such a record has a
 * header if it is whole behind it, and else none.
 */
public final class AvroDecoder implements Decoder {
  private static final long serialVersionUID = 1;
  private static final int HEADER = 5;
  private static final byte MAGIC = 0;
  private static final String NO_HEADER =
      "without Confluent's header, which is a zero and four bytes";
  private static final String REGISTRY_ALONE =
      "a schema registry says how records were written, not which columns are wanted: set schema to"
          + " an Avro schema file, such as invoice.avsc";

  private final Form form;
  private final transient AvroSchema schema;
  private final transient AvroReader own;
  private final transient Map<Integer, AvroReader> readers = new ConcurrentHashMap<>();

  /** What is sent to where records are decoded, as text since schemas are not made to be sent. */
  private record Form(String schema, WireFormat wire, RegistrySettings registry, OnNewColumn onNew)
      implements Serializable {}

  AvroDecoder(String schema, WireFormat wire, RegistrySettings registry) {
    this(schema, wire, registry, OnNewColumn.IGNORE);
  }

  private AvroDecoder(
      String schema, WireFormat wire, RegistrySettings registry, OnNewColumn onNew) {
    this(new Form(schema, wire, registry, onNew));
  }

  private AvroDecoder(Form form) {
    this.form = form;
    this.schema = AvroSchema.parse(form.schema());
    this.own = schema.reader();
  }

  private Object readResolve() {
    return new AvroDecoder(form);
  }

  /**
   * Reads how records are decoded: {@code schema}, {@code wire-format} and {@code schema-registry}.
   *
   * @param reserved names in lower case that no column may have
   */
  static AvroDecoder from(Section block, Set<String> reserved, OnNewColumn onNew) {
    Section options = block.withDefaults("decode.avro");
    WireFormat wire = options.choice("wire-format", WireFormat.class);
    Optional<RegistrySettings> registry =
        options.optionalSection("schema-registry").map(RegistrySettings::from);
    if (registry.isPresent() && wire == WireFormat.PLAIN) {
      options.problem(
          "schema-registry", "is never asked with wire-format = plain; leave one of them out");
    }
    if (registry.isPresent() && !options.has("schema")) {
      options.problem("", REGISTRY_ALONE);
      return new AvroDecoder(AvroSchema.PLACEHOLDER, wire, registry.get());
    }
    String text = AvroSchema.text(options, "schema", reserved);
    return new AvroDecoder(text, wire, registry.orElse(RegistrySettings.NONE), onNew);
  }

  @Override
  public StructType columns() {
    return schema.columns();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RegistryUnavailable if the schema registry must be asked and does not say
   */
  @Override
  public List<String> decode(byte[] bytes, int offset, int length, Object[] target) {
    return switch (form.wire()) {
      case PLAIN -> own.read(bytes, offset, length, target);
      case CONFLUENT -> withHeader(bytes, offset, length, target);
      case AUTO -> found(bytes, offset, length, target);
    };
  }

  private List<String> found(byte[] bytes, int offset, int length, Object[] target) {
    if (length < HEADER || bytes[offset] != MAGIC) {
      return own.read(bytes, offset, length, target);
    }
    return form.registry().isSet()
        ? withHeader(bytes, offset, length, target)
        : either(bytes, offset, length, target);
  }

  private List<String> withHeader(byte[] bytes, int offset, int length, Object[] target) {
    if (length < HEADER || bytes[offset] != MAGIC) {
      own.clear(target);
      return List.of(NO_HEADER);
    }
    try {
      AvroReader reader = reader(ByteBuffer.wrap(bytes, offset + 1, Integer.BYTES).getInt());
      return reader.read(bytes, offset + HEADER, length - HEADER, target);
    } catch (UnknownSchema e) {
      own.clear(target);
      return List.of(e.getMessage());
    }
  }

  private AvroReader reader(int id) throws UnknownSchema {
    if (!form.registry().isSet()) {
      return own;
    }
    AvroReader known = readers.get(id);
    if (known == null) {
      known = schema.reader(SchemaRegistry.of(form.registry()).find(id), form.onNew());
      readers.put(id, known);
    }
    return known;
  }

  private List<String> either(byte[] bytes, int offset, int length, Object[] target) {
    List<String> behind = own.read(bytes, offset + HEADER, length - HEADER, target);
    if (behind.isEmpty()) {
      return behind;
    }
    List<String> plain = own.read(bytes, offset, length, target);
    return plain.isEmpty()
        ? plain
        : Stream.concat(
                behind.stream().map(reason -> "behind Confluent's header: " + reason),
                plain.stream().map(reason -> "as plain Avro: " + reason))
            .toList();
  }
}
