package dev.medallion.source;

import dev.medallion.config.Section;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.types.StructType;

/**
 * Schemas that are declared in a DDL file, such as {@code Name string, Items array<struct<...>>}.
 */
final class Schemas {
  private Schemas() {}

  private static final Set<String> OURS =
      Set.of(Source.SOURCE_FILE, Source.INGESTED_AT, Source.FILE, Source.RAW, Source.REASONS);

  static StructType read(Section block, String key) {
    String ddl = block.text(key);
    try {
      StructType columns = StructType.fromDDL(ddl.isBlank() ? "missing string" : ddl).asNullable();
      new JsonDecoder(columns); // Refuses types that it cannot decode.
      requireOwnNames(columns);
      return columns;
    } catch (Exception e) {
      block.problem(
          key, "not a schema in DDL: " + e.getMessage().strip().lines().findFirst().orElse(""));
      return new StructType();
    }
  }

  /** In Spark's tables a name is the same in upper and lower case. */
  private static void requireOwnNames(StructType columns) {
    Set<String> names = new HashSet<>(OURS);
    for (String name : columns.fieldNames()) {
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            name + ": the name is taken, by a column above or by one that every job adds");
      }
    }
  }
}
