package dev.medallion.jdbc;

import dev.medallion.config.Secret;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where a database is and how to reach it.
 *
 * @param url the address; must not carry a password (see {@link JdbcUrl#withoutPassword})
 * @param user empty where the driver needs none
 * @param schema the schema of every table, empty for the connection's own
 * @param poolSize most connections open at once
 * @param connectTimeout longest wait for one connection, and for the first
 */
public record DatabaseSettings(
    JdbcUrl url,
    String user,
    Secret password,
    String schema,
    int poolSize,
    Duration connectTimeout) {
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

  /** Whether the text is a plain name, or empty. */
  public static boolean isSchema(String text) {
    return text.isEmpty() || NAME.matcher(text).matches();
  }

  Dialect dialect() {
    return Dialect.of(url).orElseThrow(() -> new IllegalArgumentException(Dialect.unknown(url)));
  }
}
