package dev.medallion.jdbc;

import java.sql.SQLException;

/**
 * What one transaction does. It may be run more than once, even after a commit whose answer was
 * lost, so it must recognise its own earlier success. Any exception rolls back.
 */
@FunctionalInterface
public interface Work<T> {
  T in(Transaction transaction) throws SQLException;
}
