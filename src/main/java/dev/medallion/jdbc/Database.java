package dev.medallion.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * A database behind a small pool of connections. Safe for use by many threads. A thread that is
 * interrupted finishes its transaction first and keeps its interrupt.
 */
public final class Database implements AutoCloseable {
  private final DatabaseSettings settings;
  private final Dialect dialect;
  private final Failures failures;
  private final HikariDataSource pool;
  private final ExecutorService workers;

  private Database(DatabaseSettings settings, HikariDataSource pool) {
    this.settings = settings;
    this.dialect = settings.dialect();
    this.failures = new Failures(settings);
    this.pool = pool;
    this.workers = Executors.newCachedThreadPool(Database::daemon);
  }

  /** Connects once; throws {@link DatabaseUnavailable} when that fails within the timeout. */
  public static Database open(DatabaseSettings settings) {
    ExecutorService opener = Executors.newSingleThreadExecutor(Database::daemon);
    try {
      return Uninterrupted.result(opener.submit(() -> connected(settings)));
    } finally {
      opener.shutdown();
    }
  }

  private static Database connected(DatabaseSettings settings) {
    try {
      return new Database(settings, new HikariDataSource(poolOf(settings)));
    } catch (NoClassDefFoundError e) {
      throw new DatabaseUnavailable(
          "the driver of " + settings.url() + " is not on the class path: " + e.getMessage(),
          "the driver is not on the class path",
          e);
    } catch (RuntimeException e) {
      throw new Failures(settings).unavailable(e);
    }
  }

  /**
   * Runs the work once, on a connection of its own, and takes back what it changed. An H2 file that
   * does not exist is not made.
   *
   * @throws DatabaseUnavailable when the database cannot be reached, or is not there
   * @throws DatabaseException when it refuses the login or a statement
   */
  public static <T> T look(DatabaseSettings settings, Work<T> work) {
    try (Connection connection = settings.dialect().source(settings.existing()).getConnection()) {
      connection.setAutoCommit(false);
      T result = work.in(new Transaction(connection, settings.dialect(), settings.schema()));
      connection.rollback();
      return result;
    } catch (SQLException e) {
      Failures failures = new Failures(settings);
      throw settings.dialect().fault(e) == Fault.CONNECTION
          ? failures.unavailable(e)
          : failures.failed(e);
    }
  }

  private static HikariConfig poolOf(DatabaseSettings settings) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("medallion");
    config.setDataSource(settings.dialect().source(settings));
    config.setMaximumPoolSize(settings.poolSize());
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    long connect = settings.connectTimeout().toMillis();
    config.setConnectionTimeout(connect);
    config.setInitializationFailTimeout(connect);
    config.setValidationTimeout(Math.min(connect, 5_000));
    config.setIdleTimeout(Duration.ofMinutes(10).toMillis());
    config.setKeepaliveTime(Duration.ofMinutes(2).toMillis());
    config.setMaxLifetime(Duration.ofMinutes(30).toMillis());
    return config;
  }

  public Dialect dialect() {
    return dialect;
  }

  public DatabaseSettings settings() {
    return settings;
  }

  /** The pool itself, for a library that brings its own statements. */
  public DataSource dataSource() {
    return pool;
  }

  /**
   * Runs the work in one transaction and commits it. After a deadlock, a lock that did not come or
   * a lost connection the whole work runs again, a bounded number of times.
   *
   * @throws DatabaseUnavailable when the connection stays lost
   * @throws DatabaseException when a statement fails otherwise
   */
  public <T> T transaction(Work<T> work) {
    // Not in the caller's thread: an interrupt there (Spark stops its queries by one) closes the
    // file channel beneath an embedded H2, and with it the database of every other thread.
    return Uninterrupted.result(workers.submit(() -> attempts(work, Connection::commit)));
  }

  /** Runs the work like a transaction, and takes back what it changed. */
  public <T> T rehearsal(Work<T> work) {
    return Uninterrupted.result(workers.submit(() -> attempts(work, Connection::rollback)));
  }

  private <T> T attempts(Work<T> work, Ending ending) {
    Retries retries = new Retries(dialect.pauses());
    while (true) {
      try {
        return once(work, ending);
      } catch (SQLException e) {
        Fault fault = dialect.fault(e);
        Optional<Duration> pause = retries.pauseAfter(fault, System.nanoTime());
        LockSupport.parkNanos(pause.orElseThrow(() -> failure(fault, e)).toNanos());
      }
    }
  }

  private <T> T once(Work<T> work, Ending ending) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      try {
        T result = work.in(new Transaction(connection, dialect, settings.schema()));
        ending.of(connection);
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    }
  }

  private static void rollback(Connection connection, Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private DatabaseException failure(Fault fault, SQLException failure) {
    boolean unreachable =
        fault == Fault.CONNECTION || failure instanceof SQLTransientConnectionException;
    return unreachable ? failures.unavailable(failure) : failures.failed(failure);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "medallion-jdbc");
    thread.setDaemon(true);
    return thread;
  }

  /** How a transaction that went well ends. */
  @FunctionalInterface
  private interface Ending {
    void of(Connection connection) throws SQLException;
  }

  /** Closes every connection; a transaction still running then fails. */
  @Override
  public void close() {
    if (!workers.isShutdown()) {
      Uninterrupted.result(workers.submit(pool::close));
      workers.shutdown();
    }
  }
}
