package dev.medallion.jdbc;

import com.microsoft.sqlserver.jdbc.SQLServerDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source of the driver that shows tokens; where there is none, its error is one of SQL. */
record EntraSource(SQLServerDataSource source) implements DataSource {
  EntraSource(SQLServerDataSource source, EntraTokens tokens) {
    this(source);
    source.setAccessTokenCallback(tokens);
  }

  @Override
  public Connection getConnection() throws SQLException {
    try {
      return source.getConnection();
    } catch (TokenRefused e) {
      throw e.forCallers();
    }
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return source.getConnection(user, password);
  }

  @Override
  public void setLoginTimeout(int seconds) {
    source.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() {
    return source.getLoginTimeout();
  }

  @Override
  public void setLogWriter(PrintWriter out) {
    source.setLogWriter(out);
  }

  @Override
  public PrintWriter getLogWriter() {
    return source.getLogWriter();
  }

  @Override
  public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
    return source.getParentLogger();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return source.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return source.isWrapperFor(type);
  }
}
