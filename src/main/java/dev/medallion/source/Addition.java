package dev.medallion.source;

import dev.medallion.decode.AvroSchema;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Picks those of the fields found in files that can become columns; of others it tells why not.
 *
 * @param place where they were found
 * @param columns that are there already
 */
record Addition(String place, StructType columns, SourceEvents events) {
  StructType of(StructType found) {
    StructType added = new StructType();
    Set<String> names = new HashSet<>();
    for (String name : columns.fieldNames()) {
      names.add(name.toLowerCase(Locale.ROOT));
    }
    for (StructField field : found.fields()) {
      if (!isKnown(field.name())) {
        Optional<String> objection = objection(field, names);
        objection.ifPresent(why -> warn(field, why));
        added = objection.isPresent() ? added : added.add(plain(field));
      }
    }
    return added;
  }

  /** Whatever else a file's writer said of it; only Avro's own schema is needed again. */
  private static StructField plain(StructField field) {
    boolean ofAvro = field.metadata().contains(AvroSchema.ORIGIN);
    Metadata kept = ofAvro ? field.metadata() : Metadata.empty();
    return new StructField(field.name(), field.dataType(), true, kept);
  }

  private boolean isKnown(String name) {
    return Arrays.asList(columns.fieldNames()).contains(name) && !isOurs(name);
  }

  private static boolean isOurs(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return LandingSource.TAKEN.contains(lower) || lower.equals(Source.RAW_TEXT);
  }

  private static Optional<String> objection(StructField field, Set<String> names) {
    if (isOurs(field.name())) {
      return Optional.of("every job has a column of that name");
    }
    if (!isSound(field.name()) || !isSound(field.dataType())) {
      return Optional.of("a table cannot have it by the names that it has");
    }
    return names.add(field.name().toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : Optional.of("another column has that name, in other letters");
  }

  /** Delta takes no other names. */
  private static boolean isSound(String name) {
    return !name.isEmpty() && name.chars().noneMatch(c -> " ,;{}()\n\t=".indexOf(c) >= 0);
  }

  private static boolean isSound(DataType type) {
    if (type instanceof ArrayType array) {
      return isSound(array.elementType());
    }
    if (type instanceof MapType map) {
      return isSound(map.valueType());
    }
    return !(type instanceof StructType struct) || isSound(struct);
  }

  private static boolean isSound(StructType struct) {
    Set<String> names = new HashSet<>();
    return Arrays.stream(struct.fields())
        .allMatch(
            field ->
                isSound(field.name())
                    && names.add(field.name().toLowerCase(Locale.ROOT))
                    && isSound(field.dataType()));
  }

  private void warn(StructField field, String why) {
    String message = "the field '" + field.name() + "' becomes no column: " + why;
    UUID id = UUID.nameUUIDFromBytes((place + message).getBytes(StandardCharsets.UTF_8));
    events.warn(id, place, message);
  }
}
