package dev.medallion.jdbc;

import dev.medallion.fault.Failpoint;
import dev.medallion.fault.Phase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The statements of one transaction. A statement marks its parameters by {@code ?}, tables as
 * <code>{schema}.Name</code> and the database's present UTC time as <code>{now}</code>. Parameters
 * are texts, numbers, bytes, times without zone, {@link Instant} (to the millisecond), {@link
 * UUID}, enums (by name), {@link ColumnType#none} or null.
 */
public final class Transaction {
  private final Connection connection;
  private final Dialect dialect;
  private final String schema;

  Transaction(Connection connection, Dialect dialect, String schema) {
    this.connection = connection;
    this.dialect = dialect;
    this.schema = schema.isEmpty() ? "" : schema + ".";
  }

  /** Returns how many rows were changed. */
  public int update(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text(sql))) {
      bind(statement, parameters);
      reach();
      return statement.executeUpdate();
    }
  }

  /** Inserts one row and returns the value of its identity column. */
  public long insert(String identity, String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(text(sql), new String[] {identity})) {
      bind(statement, parameters);
      reach();
      statement.executeUpdate();
      return generated(statement);
    }
  }

  /** Inserts one row; false when another transaction's row has its unique key already. */
  public boolean insertNew(String sql, Object... parameters) throws SQLException {
    try {
      return update(sql, parameters) == 1;
    } catch (SQLException e) {
      if (dialect.fault(e) == Fault.DUPLICATE) {
        return false;
      }
      throw e;
    }
  }

  /** Runs one statement with each of the parameter rows, in one exchange with the database. */
  public void batch(String sql, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(text(sql))) {
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      reach();
      statement.executeBatch();
    }
  }

  public <T> List<T> query(String sql, RowMapper<T> mapper, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(text(sql))) {
      bind(statement, parameters);
      reach();
      try (ResultSet results = statement.executeQuery()) {
        return rows(results, mapper);
      }
    }
  }

  /** The first row of a query, if it has any. */
  public <T> Optional<T> first(String sql, RowMapper<T> mapper, Object... parameters)
      throws SQLException {
    return query(sql, mapper, parameters).stream().findFirst();
  }

  /** The schema of the tables, in the letters the database stores names in. */
  public String schemaName() throws SQLException {
    if (schema.isEmpty()) {
      return connection.getSchema();
    }
    String name = schema.substring(0, schema.length() - 1);
    boolean upper = connection.getMetaData().storesUpperCaseIdentifiers();
    return upper ? name.toUpperCase(Locale.ROOT) : name;
  }

  /** Whether the schema has a table of exactly this name. */
  public boolean hasTable(String name) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, schemaName(), name, new String[] {"TABLE"})) {
      return tables.next();
    }
  }

  /** What the schema has in it. */
  public Catalog catalog() throws SQLException {
    return new Catalog(connection.getMetaData(), schemaName());
  }

  /** Each use of the database passes here; a connection that is lost has a state of class 08. */
  static void reach() throws SQLException {
    Failpoint.at(Phase.DATABASE, sentence -> new SQLException(sentence, "08S01"));
    Failpoint.at(Phase.STATEMENT, sentence -> new SQLException(sentence, "HY000"));
    Failpoint.at(Phase.VICTIM, sentence -> new SQLException(sentence, "40001"));
  }

  private static <T> List<T> rows(ResultSet results, RowMapper<T> mapper) throws SQLException {
    List<T> rows = new ArrayList<>();
    Row row = new Row(results);
    while (results.next()) {
      rows.add(mapper.map(row));
    }
    return rows;
  }

  private static long generated(PreparedStatement statement) throws SQLException {
    try (ResultSet keys = statement.getGeneratedKeys()) {
      keys.next();
      return keys.getLong(1);
    }
  }

  private String text(String sql) {
    return sql.replace("{schema}.", schema).replace("{now}", dialect.now());
  }

  private static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      if (parameters[i] instanceof TypedNull none) {
        statement.setNull(i + 1, none.type());
      } else {
        statement.setObject(i + 1, plain(parameters[i]));
      }
    }
  }

  private static Object plain(Object parameter) {
    if (parameter instanceof Instant time) {
      return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC);
    }
    if (parameter instanceof UUID || parameter instanceof Enum<?>) {
      return parameter.toString();
    }
    return parameter;
  }
}
