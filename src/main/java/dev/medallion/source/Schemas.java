package dev.medallion.source;

import dev.medallion.config.Section;
import org.apache.spark.sql.types.StructType;

/**
 * Schemas that are declared in a DDL file, such as {@code Name string, Items array<struct<...>>}.
 */
final class Schemas {
  private Schemas() {}

  static StructType read(Section block, String key) {
    String ddl = block.text(key);
    try {
      StructType columns = StructType.fromDDL(ddl.isBlank() ? "missing string" : ddl).asNullable();
      new JsonDecoder(columns); // Refuses types that it cannot decode.
      return columns;
    } catch (Exception e) {
      block.problem(
          key, "not a schema in DDL: " + e.getMessage().strip().lines().findFirst().orElse(""));
      return new StructType();
    }
  }
}
