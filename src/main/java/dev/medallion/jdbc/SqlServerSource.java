package dev.medallion.jdbc;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Connections to SQL Server. Its driver waits for ever wherever no time-out is given, so each is;
 * names, units and defaults are those of "Setting the connection properties" in the driver's
 * documentation. What the URL sets itself stays.
 */
final class SqlServerSource {
  private SqlServerSource() {}

  static DataSource open(DatabaseSettings settings) {
    SQLServerDataSource source = new SQLServerDataSource();
    source.setURL(complete(settings).text());
    return switch (settings.signIn().authentication()) {
      case PASSWORD -> byPassword(source, settings.signIn());
      case ACCESS_TOKEN -> byToken(source, settings.signIn());
      case MANAGED_IDENTITY, SERVICE_PRINCIPAL ->
          byTokens(source, EntraTokens.of(settings.signIn(), settings.connectTimeout()));
    };
  }

  /** Where there is no token, the error is one of SQL. */
  static DataSource byTokens(SQLServerDataSource source, EntraTokens tokens) {
    source.setAccessTokenCallback(tokens);
    return new ConnectingSource(
        source,
        driver -> {
          try {
            return driver.getConnection();
          } catch (TokenRefused e) {
            throw e.forCallers();
          }
        });
  }

  private static DataSource byPassword(SQLServerDataSource source, SignIn signIn) {
    if (!signIn.user().isEmpty()) {
      source.setUser(signIn.user());
    }
    if (!signIn.password().reveal().isEmpty()) {
      source.setPassword(signIn.password().reveal());
    }
    return source;
  }

  private static DataSource byToken(SQLServerDataSource source, SignIn signIn) {
    source.setAccessToken(signIn.token().reveal());
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
    defaults.put("trustServerCertificate", "false");
    defaults.put("applicationName", "medallion");
    defaults.put("sendStringParametersAsUnicode", "true"); // as the columns are NVARCHAR
    defaults.put("loginTimeout", Long.toString(Math.max(1, settings.connectTimeout().toSeconds())));
    defaults.put("lockTimeout", "10000"); // milliseconds
    defaults.put("queryTimeout", "30"); // seconds
    defaults.put("cancelQueryTimeout", "5"); // seconds for the server to heed it
    defaults.put("socketTimeout", "45000"); // milliseconds; the last of them to strike
    // A transaction is run again by us; a session renewed in silence has lost what was set in it.
    defaults.put("connectRetryCount", "0");
    return settings.url().withDefaults(defaults);
  }
}
