package dev.medallion.jdbc;

import java.sql.SQLException;

/** Makes a value of one row. The row must not be kept. */
@FunctionalInterface
public interface RowMapper<T> {
  T map(Row row) throws SQLException;
}
