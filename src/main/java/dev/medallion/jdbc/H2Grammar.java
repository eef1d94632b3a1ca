package dev.medallion.jdbc;

import java.util.List;

/** As H2's "Commands", "Functions" and "Data Types" have it. */
final class H2Grammar implements Grammar {
  @Override
  public String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public String type(ColumnType type) {
    return switch (type) {
      case TEXT -> "VARCHAR";
      case DOUBLE -> "DOUBLE PRECISION";
      case TIMESTAMP -> "TIMESTAMP(6)";
      case BINARY -> "VARBINARY";
      default -> type.name();
    };
  }

  @Override
  public String keyType(ColumnType type, int columns) {
    return type(type);
  }

  @Override
  public String unique(String name, String columns) {
    return "CONSTRAINT " + name + " UNIQUE NULLS NOT DISTINCT (" + columns + ")";
  }

  @Override
  public String emptyCopy(String copy, String columns, String table) {
    return "CREATE TABLE " + copy + " AS SELECT " + columns + " FROM " + table + " WHERE 1 = 0";
  }

  @Override
  public List<String> upsert(Upsert upsert) {
    String same = upsert.keysEach(key -> "t." + key + " IS NOT DISTINCT FROM s." + key);
    String update =
        upsert.changes()
            ? "\nWHEN MATCHED AND %s THEN UPDATE SET %s"
                .formatted(upsert.isNewer(), upsert.assignments())
            : "";
    return List.of(
        """
        MERGE INTO %s AS t
        USING (%s) AS s
        ON (%s)%s
        WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)"""
            .formatted(
                upsert.target(),
                upsert.source(),
                same,
                update,
                upsert.columns(""),
                upsert.columns("s.")));
  }
}
