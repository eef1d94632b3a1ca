package dev.medallion.decode;

import dev.medallion.config.Section;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.sql.types.StructType;

/**
 * Schemas that are declared in a DDL file, such as {@code Name string, Items array<struct<...>>}.
 */
public final class Schemas {
  private Schemas() {}

  /**
   * Reads the schema of records that {@link JsonDecoder} decodes.
   *
   * @param reserved names in lower case that no column may have
   */
  public static StructType read(Section block, String key, Set<String> reserved) {
    return read(block, key, reserved, JsonDecoder::new);
  }

  /**
   * Reads the schema of records of any kind.
   *
   * @param reserved names in lower case that no column may have
   * @param trial throws {@link IllegalArgumentException} for columns that cannot be read
   */
  public static StructType read(
      Section block, String key, Set<String> reserved, Consumer<StructType> trial) {
    String ddl = block.text(key);
    try {
      StructType columns = StructType.fromDDL(ddl.isBlank() ? "missing string" : ddl).asNullable();
      trial.accept(columns);
      requireOwnNames(columns, reserved);
      return columns;
    } catch (Exception e) {
      block.problem(
          key, "not a schema in DDL: " + e.getMessage().strip().lines().findFirst().orElse(""));
      return new StructType();
    }
  }

  /** In Spark's tables a name is the same in upper and lower case. */
  static void requireOwnNames(StructType columns, Set<String> reserved) {
    Set<String> names = new HashSet<>(reserved);
    for (String name : columns.fieldNames()) {
      if (!names.add(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            name + ": the name is taken, by a column above or by one that every job adds");
      }
    }
  }
}
