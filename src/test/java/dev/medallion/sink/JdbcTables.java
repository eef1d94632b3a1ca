package dev.medallion.sink;

import dev.medallion.config.Secret;
import dev.medallion.jdbc.DatabaseSettings;
import dev.medallion.jdbc.JdbcUrl;
import dev.medallion.jdbc.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** A database in which sinks have their tables, read and changed by plain JDBC. */
record JdbcTables(String url, String user, String password, String schema) {
  static JdbcTables h2(String file) {
    return new JdbcTables("jdbc:h2:file:" + file, "", "", "");
  }

  /** The SQL Server of the tests, and a schema that is there; none is the login's own. */
  static JdbcTables sqlServer(String schema) {
    TestServer server = TestServer.sqlServer();
    return new JdbcTables(server.url(), server.user(), server.password(), schema);
  }

  JdbcSink append(String table) {
    return sink(table, new JdbcMode(Optional.empty()));
  }

  JdbcSink upsert(String table, List<String> keys, List<String> latestBy) {
    return sink(table, new JdbcMode(Optional.of(new Keys(keys, latestBy))));
  }

  private JdbcSink sink(String table, JdbcMode mode) {
    return new JdbcSink(
        new DatabaseSettings(
            new JdbcUrl(url), user, Secret.of(password), schema, 2, Duration.ofSeconds(10)),
        table,
        mode,
        7,
        3);
  }

  void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The rows of a query, each as its values joined by commas. */
  List<String> rows(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (found.next()) {
        StringJoiner row = new StringJoiner(",");
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          row.add(found.getString(i));
        }
        rows.add(row.toString());
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The names of all tables of the schema, in upper case. */
  List<String> names() {
    return rows(
        """
        SELECT UPPER(TABLE_NAME)
        FROM INFORMATION_SCHEMA.TABLES
        WHERE TABLE_SCHEMA = '%s'
        ORDER BY 1"""
            .formatted(schema.isEmpty() ? "PUBLIC" : schema));
  }

  /** A table as statements name it. */
  String path(String table) {
    return schema.isEmpty() ? table : schema + "." + table;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(sharedUrl(), user, password);
  }

  /** The address for a second connection while the sink has its own. */
  String sharedUrl() {
    return url.startsWith("jdbc:h2:file:") ? url + ";AUTO_SERVER=TRUE" : url;
  }
}
