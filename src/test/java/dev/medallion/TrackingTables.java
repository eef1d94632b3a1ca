package dev.medallion;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tracking tables in H2, read with plain JDBC. */
public record TrackingTables(String url, String user, String password) {
  private static final String SETTINGS = ";AUTO_SERVER=TRUE;NON_KEYWORDS=VALUE;IFEXISTS=TRUE";

  /** The rows of a query: values as texts or null, by the columns' names in lower case. */
  public List<Map<String, String>> rows(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url + SETTINGS, user, password);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      List<Map<String, String>> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(row(result));
      }
      return rows;
    }
  }

  /** Every row of every table. */
  public Map<String, List<Map<String, String>>> all() throws SQLException {
    Map<String, List<Map<String, String>>> all = new LinkedHashMap<>();
    for (var table :
        rows(
            """
            SELECT table_name
            FROM INFORMATION_SCHEMA.TABLES
            WHERE table_schema = 'PUBLIC'
            ORDER BY table_name""")) {
      String name = table.get("table_name");
      all.put(name, rows("SELECT * FROM \"" + name + '"'));
    }
    return all;
  }

  private static Map<String, String> row(ResultSet result) throws SQLException {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
      String name = result.getMetaData().getColumnLabel(i).toLowerCase(Locale.ROOT);
      row.put(name, result.getString(i));
    }
    return row;
  }
}
