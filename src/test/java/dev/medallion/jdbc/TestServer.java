package dev.medallion.jdbc;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A SQL Server in which tests make their tables. */
public record TestServer(String url, String user, String password) {
  /**
   * The server that SQLSERVER_URL, SQLSERVER_USER and SQLSERVER_PASSWORD name, else one in a
   * container, which lives as long as this JVM. Without both the test is skipped, or fails where
   * REQUIRE_SQLSERVER is {@code true}.
   */
  public static TestServer sqlServer() {
    String url = variable("SQLSERVER_URL");
    return url.isEmpty()
        ? ServerContainer.server()
        : new TestServer(url, variable("SQLSERVER_USER"), variable("SQLSERVER_PASSWORD"));
  }

  static String variable(String name) {
    return System.getenv().getOrDefault(name, "").strip();
  }

  /**
   * Whether this is a server that only speaks TDS: its locks, time-outs and some of its error
   * numbers are not those of SQL Server, which has no such property.
   */
  public boolean isBabelfish() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT CAST(SERVERPROPERTY('Babelfish') AS INT)")) {
      return found.next() && found.getInt(1) == 1;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs one statement. */
  public void execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, user, password);
  }
}
