package dev.medallion.jdbc;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Connections to SQL Server; its driver waits for ever wherever no timeout is given. */
final class SqlServerSource {
  private SqlServerSource() {}

  static DataSource open(DatabaseSettings settings) {
    SQLServerDataSource source = new SQLServerDataSource();
    source.setURL(complete(settings).text());
    if (!settings.user().isEmpty()) {
      source.setUser(settings.user());
    }
    if (!settings.password().reveal().isEmpty()) {
      source.setPassword(settings.password().reveal());
    }
    return source;
  }

  /** The socket's time-out must be the last to strike. */
  static JdbcUrl patient(JdbcUrl url, Duration statement) {
    return url.withDefaults(
        Map.of(
            "queryTimeout", String.valueOf(Math.max(1, statement.toSeconds())),
            "socketTimeout", String.valueOf(statement.plusSeconds(15).toMillis())));
  }

  static JdbcUrl complete(DatabaseSettings settings) {
    Map<String, String> defaults = new LinkedHashMap<>();
    defaults.put("encrypt", "true");
    defaults.put("applicationName", "medallion");
    defaults.put("loginTimeout", Long.toString(Math.max(1, settings.connectTimeout().toSeconds())));
    defaults.put("lockTimeout", "10000"); // milliseconds
    defaults.put("queryTimeout", "30"); // seconds
    defaults.put("socketTimeout", "45000"); // milliseconds; the last of them to strike
    return settings.url().withDefaults(defaults);
  }
}
