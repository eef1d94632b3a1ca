package dev.medallion.jdbc;

import dev.medallion.config.Secret;
import java.io.Serializable;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where a database is and how to reach it; serialisable, so that other processes can.
 *
 * @param url the address; must not carry a password (see {@link JdbcUrl#withoutPassword})
 * @param schema the schema of every table, empty for the connection's own
 * @param poolSize most connections open at once
 * @param connectTimeout longest wait for one connection, and for the first
 */
public record DatabaseSettings(
    JdbcUrl url, SignIn signIn, String schema, int poolSize, Duration connectTimeout)
    implements Serializable {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  /** Refuses a schema that is no plain name, since names cannot be bound. */
  public DatabaseSettings {
    if (!isSchema(schema)) {
      throw new IllegalArgumentException(
          "schema '"
              + schema
              + "' is not a name of letters, digits and _ that begins with no digit");
    }
  }

  /** By user and password, both empty where the driver needs none. */
  public DatabaseSettings(
      JdbcUrl url,
      String user,
      Secret password,
      String schema,
      int poolSize,
      Duration connectTimeout) {
    this(url, SignIn.as(user, password), schema, poolSize, connectTimeout);
  }

  String user() {
    return signIn.user();
  }

  Secret password() {
    return signIn.password();
  }

  /** Whether the text is a plain name, or empty. */
  public static boolean isSchema(String text) {
    return text.isEmpty() || NAME.matcher(text).matches();
  }

  /** The same database, with so long for a statement where the URL does not say. */
  public DatabaseSettings patient(Duration statement) {
    return at(dialect().patient(url, statement), poolSize);
  }

  /** The same database with at most so many connections. */
  public DatabaseSettings pooled(int connections) {
    return at(url, connections);
  }

  /** The same database, but not made by a look at it. */
  DatabaseSettings existing() {
    return at(dialect().existing(url), poolSize);
  }

  private DatabaseSettings at(JdbcUrl other, int connections) {
    return new DatabaseSettings(other, signIn, schema, connections, connectTimeout);
  }

  Dialect dialect() {
    return Dialect.of(url).orElseThrow(() -> new IllegalArgumentException(Dialect.unknown(url)));
  }
}
