package dev.medallion.jdbc;

import java.sql.Types;

/** The kinds of column that a program's rows can need; each database has its own word for one. */
public enum ColumnType {
  /** Text of any length. */
  TEXT(Types.NVARCHAR),
  BOOLEAN(Types.BOOLEAN),
  SMALLINT(Types.SMALLINT),
  INTEGER(Types.INTEGER),
  BIGINT(Types.BIGINT),
  REAL(Types.REAL),
  DOUBLE(Types.DOUBLE),
  DECIMAL(Types.DECIMAL),
  DATE(Types.DATE),
  /** To the microsecond, without a zone; holds UTC. */
  TIMESTAMP(Types.TIMESTAMP),
  /** Bytes of any number. */
  BINARY(Types.VARBINARY);

  private final int jdbc;

  ColumnType(int jdbc) {
    this.jdbc = jdbc;
  }

  /** A parameter of this type that is NULL. */
  public Object none() {
    return new TypedNull(jdbc);
  }
}
