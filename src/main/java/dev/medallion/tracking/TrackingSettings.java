package dev.medallion.tracking;

import dev.medallion.config.Secret;
import dev.medallion.config.Section;
import dev.medallion.jdbc.DatabaseSettings;
import dev.medallion.jdbc.Dialect;
import dev.medallion.jdbc.JdbcUrl;
import dev.medallion.jdbc.SignIn;
import java.time.Duration;
import java.util.Optional;

/**
 * Where runs are recorded. A password inside the URL is moved out of it.
 *
 * @param url of H2 or SQL Server; empty for a store of NONE
 * @param schema of the tables; empty for the connection's own
 * @param lease how long a job stays reserved for a process that has gone silent
 * @param poolSize most connections open at once
 * @param connectTimeout longest wait for a connection
 * @param keep how long the rows of a run that ended are kept from {@code prune}
 * @param onOutage what a run does while the store is away
 * @param spoolLimit most entries that wait for the store
 * @param ledger whether the log, when it is created, is an append-only ledger table
 */
public record TrackingSettings(
    Store store,
    String url,
    SignIn signIn,
    String schema,
    Duration lease,
    int poolSize,
    Duration connectTimeout,
    Duration keep,
    OnOutage onOutage,
    int spoolLimit,
    boolean ledger) {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_LEASE = Duration.ofDays(1);
  private static final Duration SHORTEST_KEEP = Duration.ofDays(1);
  private static final Duration LONGEST_KEEP = Duration.ofDays(10_000);

  /** The kinds of store. */
  public enum Store {
    JDBC,
    /** Records nothing; for measuring. */
    NONE
  }

  /** What a run does while the store is away. */
  public enum OnOutage {
    /** What is to be recorded waits in a file, and the run goes on. */
    SPOOL,
    /** The run ends. */
    FAIL
  }

  public TrackingSettings {
    JdbcUrl given = new JdbcUrl(url);
    signIn = signIn.orPasswordOf(given);
    url = given.withoutPassword().text();
  }

  /** Signs in by user and password, both empty where the database needs none. */
  TrackingSettings(
      Store store,
      String url,
      String user,
      Secret password,
      String schema,
      Duration lease,
      int poolSize,
      Duration connectTimeout) {
    this(
        store,
        url,
        SignIn.as(user, password),
        schema,
        lease,
        poolSize,
        connectTimeout,
        Duration.ofDays(90),
        OnOutage.FAIL,
        100_000,
        false);
  }

  /**
   * Reads the block {@code tracking}. Without {@code url}, a lake on this machine keeps its own
   * store.
   *
   * @param lake the lake's location, a path or a URI
   */
  public static TrackingSettings from(Section block, String lake) {
    Section section = block.withDefaults("tracking");
    Store store = section.choice("store", Store.class);
    String url = url(section, store, lake);
    TrackingSettings settings =
        new TrackingSettings(
            store,
            url,
            SignIn.from(section, new JdbcUrl(url)),
            section.string("schema"),
            section.duration("lease"),
            section.positiveInt("pool-size"),
            section.duration("connect-timeout"),
            section.duration("keep"),
            section.choice("on-outage", OnOutage.class),
            section.positiveInt("spool-limit"),
            section.flag("ledger"));
    settings.verify(section);
    return settings;
  }

  /** As a secret, so that a password inside the URL is listed with no run's parameters. */
  private static String url(Section section, Store store, String lake) {
    Optional<Secret> given = section.optionalSecret("url");
    if (given.isPresent()) {
      return given.get().reveal();
    }
    Optional<String> embedded = EmbeddedStore.url(lake);
    if (store == Store.JDBC && embedded.isEmpty()) {
      section.problem(
          "url",
          "a lake that is not on this machine keeps no tracking store of its own;"
              + " set tracking.url to a jdbc:sqlserver: address");
    }
    return embedded.orElse("");
  }

  private void verify(Section section) {
    if (!url.isEmpty()) {
      new JdbcUrl(url).objection().ifPresent(sentence -> section.problem("url", sentence));
    }
    verifyRetention(section);
    if (!DatabaseSettings.isSchema(schema)) {
      section.problem(
          "schema", "'" + schema + "' is not a plain name; use letters, digits and _ only");
    }
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      section.problem("lease", lease.toMillis() + " ms is too short; 1 second is the least");
    }
    if (lease.compareTo(LONGEST_LEASE) > 0) {
      section.problem("lease", lease.toHours() + " hours is too long; 1 day is the most");
    }
    if (connectTimeout.compareTo(SHORTEST_TIMEOUT) < 0) {
      section.problem(
          "connect-timeout", connectTimeout.toMillis() + " ms is too short; 1 second is the least");
    }
  }

  private void verifyRetention(Section section) {
    if (keep.compareTo(SHORTEST_KEEP) < 0) {
      section.problem("keep", keep.toHours() + " hours is too short; 1 day is the least");
    }
    if (keep.compareTo(LONGEST_KEEP) > 0) {
      section.problem("keep", keep.toDays() + " days is too long; 10000 days is the most");
    }
    if (ledger && Dialect.of(new JdbcUrl(url)).orElse(null) != Dialect.SQL_SERVER) {
      section.problem("ledger", "only SQL Server 2022 and Azure SQL have ledger tables");
    }
  }

  String user() {
    return signIn.user();
  }

  Secret password() {
    return signIn.password();
  }

  DatabaseSettings database() {
    return new DatabaseSettings(new JdbcUrl(url), signIn, schema, poolSize, connectTimeout);
  }

  @Override
  public String toString() {
    return "TrackingSettings[" + store + " " + new JdbcUrl(url) + ", user=" + user() + "]";
  }
}
