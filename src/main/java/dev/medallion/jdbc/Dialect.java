package dev.medallion.jdbc;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The differences between the databases that are supported. Error numbers are the vendors': H2's
 * {@code org.h2.api.ErrorCode}; for SQL Server and Azure SQL "Database engine events and errors"
 * and "Transient fault errors".
 */
public enum Dialect {
  /** Embedded in this process, or served by another one on this host. */
  H2(
      "jdbc:h2:",
      "LOCALTIMESTAMP(3)",
      "",
      H2Source::open,
      Set.of(23505),
      Set.of(40001, 50200, 90131),
      Set.of(8000, 90007, 90020, 90067, 90098, 90121, 90146),
      Set.of(28000),
      new Pauses(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(20))),

  /** SQL Server 2019 and newer, and Azure SQL. */
  SQL_SERVER(
      "jdbc:sqlserver:",
      "SYSUTCDATETIME()",
      "EXEC sp_set_session_context N'program', N'medallion'",
      SqlServerSource::open,
      Set.of(2627, 2601),
      Set.of(1205, 1222, 3960),
      Set.of(
          4060, 40197, 40143, 40166, 40540, 40020, 40501, 40613, 49918, 49919, 49920, 4221, 10928,
          10929, 42108, 42109, 10053, 10054, 233, 64, 926, 615),
      Set.of(18456, 208, 207, 8152, 2628, 547),
      new Pauses(Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofMinutes(3)));

  private static final int UNKNOWN_DATABASE = 4060;

  private final String prefix;
  private final String now;
  private final String greeting;
  private final Function<DatabaseSettings, DataSource> source;
  private final Set<Integer> duplicates;
  private final Set<Integer> conflicts;
  private final Set<Integer> transients;
  private final Set<Integer> finals;
  private final Pauses pauses;

  Dialect(
      String prefix,
      String now,
      String greeting,
      Function<DatabaseSettings, DataSource> source,
      Set<Integer> duplicates,
      Set<Integer> conflicts,
      Set<Integer> transients,
      Set<Integer> finals,
      Pauses pauses) {
    this.prefix = prefix;
    this.now = now;
    this.greeting = greeting;
    this.source = source;
    this.duplicates = duplicates;
    this.conflicts = conflicts;
    this.transients = transients;
    this.finals = finals;
    this.pauses = pauses;
  }

  /** The dialect that the URL asks for, if it is one of these. */
  public static Optional<Dialect> of(JdbcUrl url) {
    String text = url.text().toLowerCase(Locale.ROOT);
    for (Dialect dialect : values()) {
      if (text.startsWith(dialect.prefix)) {
        return Optional.of(dialect);
      }
    }
    return Optional.empty();
  }

  /** The sentence that refuses a URL of no known dialect. */
  public static String unknown(JdbcUrl url) {
    return "'"
        + url
        + "' is not a database this program knows;"
        + " it would begin with jdbc:sqlserver: or jdbc:h2:";
  }

  /** The expression for this moment in UTC by the database's clock, in milliseconds or finer. */
  String now() {
    return now;
  }

  /**
   * The first statement of each connection. It tells the triggers of SQL Server that what comes is
   * this program's, which keeps its log itself.
   */
  Optional<String> greeting() {
    return greeting.isEmpty() ? Optional.empty() : Optional.of(greeting);
  }

  /** The folder name of this dialect's SQL texts. */
  public String folder() {
    return name().toLowerCase(Locale.ROOT).replace("_", "");
  }

  /** How this dialect writes what standard SQL leaves open. */
  public Grammar grammar() {
    return this == H2 ? new H2Grammar() : new SqlServerGrammar();
  }

  JdbcUrl patient(JdbcUrl url, Duration statement) {
    return this == H2 ? H2Source.patient(url, statement) : SqlServerSource.patient(url, statement);
  }

  JdbcUrl existing(JdbcUrl url) {
    return this == H2 ? H2Source.existing(url) : url;
  }

  DataSource source(DatabaseSettings settings) {
    return source.apply(settings);
  }

  Pauses pauses() {
    return pauses;
  }

  Fault fault(Throwable failure) {
    Set<Throwable> chain = chain(failure);
    if (hasNumber(chain, duplicates)) {
      return Fault.DUPLICATE;
    }
    if (hasNumber(chain, conflicts) || hasState(chain, "40001")) {
      return Fault.CONFLICT;
    }
    if (hasNumber(chain, finals)) {
      return Fault.FINAL;
    }
    boolean lost =
        hasNumber(chain, transients)
            || hasState(chain, "08")
            || chain.stream().anyMatch(Dialect::isAboutTheConnection);
    return lost ? Fault.CONNECTION : Fault.FINAL;
  }

  /**
   * Whether the server answered that it cannot serve yet. A database that it does not know is not
   * among these: at the first connection that is a wrong name rather than a failover.
   */
  boolean isStarting(Throwable failure) {
    Set<Throwable> chain = chain(failure);
    return hasNumber(chain, transients) && !hasNumber(chain, Set.of(UNKNOWN_DATABASE));
  }

  private static boolean isAboutTheConnection(Throwable failure) {
    return failure instanceof SQLTransientConnectionException
        || failure instanceof SQLNonTransientConnectionException
        || failure instanceof SQLRecoverableException
        || failure instanceof SQLTimeoutException;
  }

  private static boolean hasNumber(Set<Throwable> chain, Set<Integer> numbers) {
    return chain.stream()
        .anyMatch(f -> f instanceof SQLException sql && numbers.contains(sql.getErrorCode()));
  }

  private static boolean hasState(Set<Throwable> chain, String start) {
    return chain.stream()
        .anyMatch(
            f ->
                f instanceof SQLException sql
                    && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(start));
  }

  private static Set<Throwable> chain(Throwable failure) {
    Set<Throwable> chain = new LinkedHashSet<>();
    collect(failure, chain);
    return chain;
  }

  private static void collect(Throwable failure, Set<Throwable> chain) {
    if (failure == null || !chain.add(failure)) {
      return;
    }
    collect(failure.getCause(), chain);
    if (failure instanceof SQLException sql) {
      collect(sql.getNextException(), chain);
    }
  }
}
