package dev.medallion.decode;

import dev.medallion.config.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The schema that records are read with, and the columns that it gives. */
public final class AvroSchema {
  /** Stands for a schema that is missing or wrong until all problems are told. */
  public static final String PLACEHOLDER =
      "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"missing\",\"type\":\"int\"}]}";

  /** In the metadata of a column that {@link #more} found: the Avro schema that it comes from. */
  public static final String ORIGIN = "avro";

  private final Schema schema;
  private final AvroStruct root;

  private AvroSchema(Schema schema) {
    this.schema = schema;
    this.root = AvroStruct.of(schema, "", Set.of());
  }

  /**
   * The text of the schema file that an option names; its problems are recorded with the block.
   *
   * @param reserved names in lower case that no column may have
   */
  public static String text(Section block, String key, Set<String> reserved) {
    String text = block.text(key);
    if (text.isEmpty()) {
      return PLACEHOLDER;
    }
    try {
      Schemas.requireOwnNames(parse(text).columns(), reserved);
      return text;
    } catch (IllegalArgumentException e) {
      block.problem(key, "not an Avro schema for columns: " + e.getMessage());
      return PLACEHOLDER;
    }
  }

  /**
   * Reads a schema of a record.
   *
   * @param text of an Avro schema file
   * @throws IllegalArgumentException if it is none, or columns cannot hold what it describes
   */
  public static AvroSchema parse(String text) {
    try {
      Schema schema = new Schema.Parser().parse(text);
      if (schema.getType() != Schema.Type.RECORD) {
        String found = schema.getType().getName();
        throw new IllegalArgumentException("describes the type " + found + ", not a record");
      }
      return new AvroSchema(schema);
    } catch (AvroRuntimeException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static void refuse(Schema.Field field) {
    throw new NewField(field.name());
  }

  /** The fields of a record written with another schema that this one lacks. */
  private Stream<Schema.Field> more(Schema writer) {
    return writer.getType() == Schema.Type.RECORD
        ? writer.getFields().stream().filter(field -> !has(field.name()))
        : Stream.empty();
  }

  /**
   * The columns that fields of the writer's schema would be which this one lacks. Each knows the
   * Avro schema that it comes from. One that cannot be a column beside the others is left out.
   */
  public StructType more(Schema... writers) {
    StructType more = new StructType();
    for (Schema writer : writers) {
      for (Schema.Field field : more(writer).toList()) {
        if (!Arrays.asList(more.fieldNames()).contains(field.name())) {
          more = column(field).map(more::add).orElse(more);
        }
      }
    }
    return more;
  }

  private Optional<StructField> column(Schema.Field field) {
    try {
      Metadata origin =
          new MetadataBuilder().putString(ORIGIN, nullable(field.schema()).toString()).build();
      StructField known = new StructField(field.name(), DataTypes.NullType, true, origin);
      StructField column =
          parse(with(new StructType(new StructField[] {known}))).columns().apply(field.name());
      return Optional.of(new StructField(column.name(), column.dataType(), true, origin));
    } catch (AvroRuntimeException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * The text of this schema with fields behind its own, null where a record lacks them.
   *
   * @param columns as {@link #more} found them
   */
  public String with(StructType columns) {
    List<Schema.Field> fields = new ArrayList<>();
    schema.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
    for (StructField column : columns.fields()) {
      Schema type = new Schema.Parser().parse(column.metadata().getString(ORIGIN));
      fields.add(new Schema.Field(column.name(), type, null, Schema.Field.NULL_DEFAULT_VALUE));
    }
    return Schema.createRecord(
            schema.getName(), schema.getDoc(), schema.getNamespace(), false, fields)
        .toString();
  }

  /** Null comes first, as the default of a union must be of its first type. */
  private static Schema nullable(Schema type) {
    Schema none = Schema.create(Schema.Type.NULL);
    List<Schema> types = new ArrayList<>(List.of(none));
    if (type.isUnion()) {
      type.getTypes().stream().filter(member -> !member.equals(none)).forEach(types::add);
    } else if (!type.equals(none)) {
      types.add(type);
    }
    return Schema.createUnion(types);
  }

  private boolean has(String name) {
    return schema.getFields().stream()
        .anyMatch(field -> field.name().equals(name) || field.aliases().contains(name));
  }

  /** The columns of a record. */
  public StructType columns() {
    return root.columns();
  }

  /** Reads what was written with this very schema. */
  AvroReader reader() {
    return reader(schema);
  }

  /** Reads what was written with another schema, by Avro's rules of schema resolution. */
  public AvroReader reader(Schema writer) {
    return reader(writer, OnNewColumn.IGNORE);
  }

  /**
   * Reads what was written with another schema, by Avro's rules of schema resolution.
   *
   * @throws NewField if that has a field more, and must not
   */
  public AvroReader reader(Schema writer, OnNewColumn onNew) {
    if (onNew == OnNewColumn.FAIL) {
      more(writer).findFirst().ifPresent(AvroSchema::refuse);
    }
    return new AvroReader(writer, schema, root);
  }
}
