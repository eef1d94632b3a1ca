package dev.medallion.tracking;

import dev.medallion.config.Secret;
import dev.medallion.config.Section;
import dev.medallion.jdbc.DatabaseSettings;
import dev.medallion.jdbc.Dialect;
import dev.medallion.jdbc.JdbcUrl;
import java.time.Duration;
import java.util.Optional;

/**
 * Where runs are recorded. A password inside the URL is moved out of it.
 *
 * @param url of H2 or SQL Server; empty for a store of NONE
 * @param user empty where the database needs none
 * @param schema of the tables; empty for the connection's own
 * @param lease how long a job stays reserved for a process that has gone silent
 * @param poolSize most connections open at once
 * @param connectTimeout longest wait for a connection
 */
public record TrackingSettings(
    Store store,
    String url,
    String user,
    Secret password,
    String schema,
    Duration lease,
    int poolSize,
    Duration connectTimeout) {
  private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);

  /** The kinds of store. */
  public enum Store {
    JDBC,
    /** Records nothing; for measuring. */
    NONE
  }

  public TrackingSettings {
    JdbcUrl given = new JdbcUrl(url);
    password = password.reveal().isEmpty() ? given.password().orElse(password) : password;
    url = given.withoutPassword().text();
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
    TrackingSettings settings =
        new TrackingSettings(
            store,
            url(section, store, lake),
            section.string("user"),
            section.optionalSecret("password").orElse(Secret.of("")),
            section.string("schema"),
            section.duration("lease"),
            section.positiveInt("pool-size"),
            section.duration("connect-timeout"));
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
    if (!url.isEmpty() && Dialect.of(new JdbcUrl(url)).isEmpty()) {
      section.problem("url", Dialect.unknown(new JdbcUrl(url)));
    }
    if (!DatabaseSettings.isSchema(schema)) {
      section.problem(
          "schema", "'" + schema + "' is not a plain name; use letters, digits and _ only");
    }
    if (lease.compareTo(SHORTEST_LEASE) < 0) {
      section.problem("lease", lease.toMillis() + " ms is too short; 1 second is the least");
    }
    if (connectTimeout.compareTo(SHORTEST_TIMEOUT) < 0) {
      section.problem(
          "connect-timeout", connectTimeout.toMillis() + " ms is too short; 1 second is the least");
    }
  }

  DatabaseSettings database() {
    return new DatabaseSettings(new JdbcUrl(url), user, password, schema, poolSize, connectTimeout);
  }

  @Override
  public String toString() {
    return "TrackingSettings[" + store + " " + new JdbcUrl(url) + ", user=" + user + "]";
  }
}
