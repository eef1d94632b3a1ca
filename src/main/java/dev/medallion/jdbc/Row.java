package dev.medallion.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.UUID;

/** One row of a result, read by column name. Every method returns null for NULL. */
public final class Row {
  private final ResultSet results;

  Row(ResultSet results) {
    this.results = results;
  }

  public String text(String column) throws SQLException {
    return results.getString(column);
  }

  /** By its place, from 1. */
  public String text(int place) throws SQLException {
    return results.getString(place);
  }

  public Long number(String column) throws SQLException {
    long number = results.getLong(column);
    return results.wasNull() ? null : number;
  }

  /** A column without time zone, which holds UTC. */
  public Instant time(String column) throws SQLException {
    LocalDateTime time = results.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  public LocalDate date(String column) throws SQLException {
    return results.getObject(column, LocalDate.class);
  }

  public UUID uuid(String column) throws SQLException {
    String text = results.getString(column);
    return text == null ? null : UUID.fromString(text);
  }

  /** A column that holds 1 or 0. */
  public boolean flag(String column) throws SQLException {
    return results.getInt(column) == 1;
  }
}
