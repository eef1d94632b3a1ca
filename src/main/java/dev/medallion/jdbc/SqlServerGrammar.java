package dev.medallion.jdbc;

import java.util.ArrayList;
import java.util.List;

/**
 * As the Transact-SQL reference has it, for SQL Server 2019 and newer. An index holds 1700 bytes a
 * row. A comparison of texts follows the collation, and most of these take {@code a} for {@code A};
 * a key is compared by its code points.
 */
final class SqlServerGrammar implements Grammar {
  private static final int INDEXED_BYTES = 1700;
  private static final String EXACT = " COLLATE Latin1_General_100_BIN2";

  /** Locks what was read, and the gaps in which another writer could put the same key. */
  private static final String LOCKED = " WITH (UPDLOCK, HOLDLOCK)";

  @Override
  public String quoted(String name) {
    return '[' + name.replace("]", "]]") + ']';
  }

  @Override
  public String type(ColumnType type) {
    return switch (type) {
      case TEXT -> "NVARCHAR(MAX)";
      case BOOLEAN -> "BIT";
      case INTEGER -> "INT";
      case DOUBLE -> "FLOAT(53)";
      case TIMESTAMP -> "DATETIME2(6)";
      case BINARY -> "VARBINARY(MAX)";
      default -> type.name();
    };
  }

  @Override
  public String keyType(ColumnType type, int columns) {
    int bytes = INDEXED_BYTES / columns;
    return switch (type) {
      case TEXT -> "NVARCHAR(%d)%s".formatted(Math.min(450, bytes / 2), EXACT);
      case BINARY -> "VARBINARY(%d)".formatted(Math.min(900, bytes));
      default -> type(type);
    };
  }

  /** To a unique index of SQL Server two NULLs are the same. */
  @Override
  public String unique(String name, String columns) {
    return "CONSTRAINT " + name + " UNIQUE NONCLUSTERED (" + columns + ")";
  }

  @Override
  public String emptyCopy(String copy, String columns, String table) {
    return "SELECT TOP (0) " + columns + " INTO " + copy + " FROM " + table;
  }

  /** Not MERGE, which has known faults; the set operator takes two NULLs for the same. */
  @Override
  public List<String> upsert(Upsert upsert) {
    String same =
        "EXISTS (SELECT %s INTERSECT SELECT %s)".formatted(upsert.keys("s."), upsert.keys("t."));
    List<String> statements = new ArrayList<>();
    if (upsert.changes()) {
      statements.add(update(upsert, same));
    }
    statements.add(insert(upsert, same));
    return statements;
  }

  private static String update(Upsert upsert, String same) {
    return """
        UPDATE t
        SET %s
        FROM %s AS t%s
        INNER JOIN (%s) AS s ON %s
        WHERE %s"""
        .formatted(
            upsert.assignments(), upsert.target(), LOCKED, upsert.source(), same, upsert.isNewer());
  }

  private static String insert(Upsert upsert, String same) {
    return """
        INSERT INTO %1$s (%2$s)
        SELECT %3$s
        FROM (%4$s) AS s
        WHERE NOT EXISTS (SELECT 1 FROM %1$s AS t%5$s WHERE %6$s)"""
        .formatted(
            upsert.target(),
            upsert.columns(""),
            upsert.columns("s."),
            upsert.source(),
            LOCKED,
            same);
  }
}
