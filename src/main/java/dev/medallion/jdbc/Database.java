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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * A database behind a small pool of connections. Safe for use by many threads. A thread that is
 * interrupted finishes its transaction first and keeps its interrupt.
 */
public final class Database implements AutoCloseable {
  private static final Duration OPENING = Duration.ofMinutes(1);

  private final DatabaseSettings settings;
  private final Dialect dialect;
  private final Failures failures;
  private final HikariDataSource pool;
  private final Consumer<Duration> pause;
  private final ExecutorService workers;

  private Database(DatabaseSettings settings, HikariDataSource pool, Consumer<Duration> pause) {
    this.settings = settings;
    this.dialect = settings.dialect();
    this.failures = new Failures(settings);
    this.pool = pool;
    this.pause = pause;
    this.workers = Executors.newCachedThreadPool(Database::daemon);
  }

  /**
   * Connects. Where the server itself says that it will be there soon, as an Azure SQL database
   * that was paused does, it is asked again for a minute.
   *
   * @throws DatabaseUnavailable when that fails
   */
  public static Database open(DatabaseSettings settings) {
    return open(settings, UnaryOperator.identity(), Database::sleep);
  }

  /**
   * The same over connections of another making, in another time.
   *
   * @param connections gives what is used in place of the dialect's own connections
   * @param pause passes the time before another attempt
   */
  public static Database open(
      DatabaseSettings settings, UnaryOperator<DataSource> connections, Consumer<Duration> pause) {
    ExecutorService opener = Executors.newSingleThreadExecutor(Database::daemon);
    try {
      DataSource source = connections.apply(settings.dialect().source(settings));
      return Uninterrupted.result(opener.submit(() -> patiently(settings, source, pause)));
    } finally {
      opener.shutdown();
    }
  }

  private static Database patiently(
      DatabaseSettings settings, DataSource source, Consumer<Duration> pause) {
    Retries retries = new Retries(settings.dialect().pauses().within(OPENING));
    while (true) {
      try {
        return new Database(settings, connected(settings, source), pause);
      } catch (DatabaseUnavailable e) {
        if (!settings.dialect().isStarting(e)) {
          throw e;
        }
        pause.accept(retries.pauseAfter(Fault.CONNECTION, System.nanoTime()).orElseThrow(() -> e));
      }
    }
  }

  private static HikariDataSource connected(DatabaseSettings settings, DataSource source) {
    try {
      return new HikariDataSource(poolOf(settings, source));
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

  private static HikariConfig poolOf(DatabaseSettings settings, DataSource source) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("medallion");
    config.setDataSource(source);
    settings.dialect().greeting().ifPresent(config::setConnectionInitSql);
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
   * Runs the work in one transaction and commits it. After a deadlock, a lock that did not come, a
   * lost connection or a key that is there already the whole work runs again, a bounded number of
   * times; after a lost connection on a fresh one.
   *
   * @throws DatabaseUnavailable when the connection stays lost
   * @throws DatabaseException when a statement fails otherwise
   */
  public <T> T transaction(Work<T> work) {
    return transaction(work, dialect.pauses().total());
  }

  /** The same, which waits for a lost connection no longer than that, nor than the dialect does. */
  public <T> T transaction(Work<T> work, Duration patience) {
    // Not in the caller's thread: an interrupt there (Spark stops its queries by one) closes the
    // file channel beneath an embedded H2, and with it the database of every other thread.
    return Uninterrupted.result(workers.submit(() -> attempts(work, Connection::commit, patience)));
  }

  /** Runs the work like a transaction, and takes back what it changed. */
  public <T> T rehearsal(Work<T> work) {
    return Uninterrupted.result(
        workers.submit(() -> attempts(work, Connection::rollback, dialect.pauses().total())));
  }

  private <T> T attempts(Work<T> work, Ending ending, Duration patience) {
    Retries retries = new Retries(dialect.pauses().within(patience));
    while (true) {
      try {
        return once(work, ending);
      } catch (SQLException e) {
        Fault fault = dialect.fault(e);
        Optional<Duration> again = retries.pauseAfter(fault, System.nanoTime());
        pause.accept(again.orElseThrow(() -> failure(fault, e)));
      }
    }
  }

  private <T> T once(Work<T> work, Ending ending) throws SQLException {
    Transaction.reach();
    try (Connection connection = pool.getConnection()) {
      try {
        T result = work.in(new Transaction(connection, dialect, settings.schema()));
        Transaction.reach();
        ending.of(connection);
        Transaction.reach();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        discardIfLost(connection, e);
        throw e;
      }
    }
  }

  /** Not every loss shows in the driver's state, by which the pool would notice it by itself. */
  private void discardIfLost(Connection connection, Exception failure) {
    if (dialect.fault(failure) == Fault.CONNECTION) {
      pool.evictConnection(connection);
      pool.getHikariPoolMXBean().softEvictConnections();
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

  private static void sleep(Duration pause) {
    LockSupport.parkNanos(pause.toNanos());
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
