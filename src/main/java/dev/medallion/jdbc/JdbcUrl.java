package dev.medallion.jdbc;

import dev.medallion.config.Secret;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A JDBC URL of the form that H2 and SQL Server share: an address, then settings as {@code
 * ;name=value}. Printed, its secrets are {@code ***}.
 */
public record JdbcUrl(String text) implements Serializable {
  private static final String BRACED = "\\s*=\\s*(\\{(?:[^}]|\\}\\})*\\}";
  private static final String VALUE = BRACED + "|[^;]*)";
  private static final String WORD = BRACED + "|[^;\\s]*)";
  private static final String SECRET =
      "(?i)(;\\s*[a-z]*(?:password|pwd|secret|token|providerClientKey)\\s*)";
  private static final Pattern PASSWORD = Pattern.compile("(?i);\\s*(?:password|pwd)" + VALUE);
  private static final Pattern SECRETS = Pattern.compile(SECRET + VALUE);
  private static final Pattern SECRET_WORDS = Pattern.compile(SECRET + WORD);

  /** Any text with what follows {@code ;password=} and its like replaced by {@code ***}. */
  public static String mask(String text) {
    return SECRET_WORDS.matcher(text).replaceAll("$1=***");
  }

  /** Why a database is not to be reached by this URL, in a sentence without any secret. */
  public Optional<String> objection() {
    Optional<Dialect> dialect = Dialect.of(this);
    if (dialect.isEmpty()) {
      return Optional.of(Dialect.unknown(this));
    }
    return dialect.get() == Dialect.SQL_SERVER
        ? new SqlServerUrl(this).objection()
        : Optional.empty();
  }

  /** The password the URL itself carries; of several the last, as the drivers have it. */
  public Optional<Secret> password() {
    return PASSWORD
        .matcher(text)
        .results()
        .reduce((first, second) -> second)
        .map(found -> Secret.of(bare(found.group(1))));
  }

  /** The same address and settings, with no password in it. */
  public JdbcUrl withoutPassword() {
    return new JdbcUrl(PASSWORD.matcher(text).replaceAll(""));
  }

  /** The value of a setting, as it is written. */
  Optional<String> value(String name) {
    Matcher found = setting(name).matcher(text);
    return found.find() ? Optional.of(bare(found.group(1))) : Optional.empty();
  }

  /** This URL without a setting. */
  JdbcUrl without(String name) {
    return new JdbcUrl(setting(name).matcher(text).replaceAll(""));
  }

  private static Pattern setting(String name) {
    return Pattern.compile("(?i);\\s*" + Pattern.quote(name) + VALUE);
  }

  /** This URL with the given settings added, where it does not have them already. */
  JdbcUrl withDefaults(Map<String, String> settings) {
    StringBuilder url = new StringBuilder(text.replaceAll(";\\s*$", ""));
    settings.forEach(
        (name, value) -> {
          if (!has(name)) {
            url.append(';').append(name).append('=').append(value);
          }
        });
    return new JdbcUrl(url.toString());
  }

  boolean has(String name) {
    return setting(name).matcher(text).find();
  }

  private static String bare(String value) {
    Matcher braces = Pattern.compile("\\{(.*)\\}").matcher(value.strip());
    return braces.matches() ? braces.group(1).replace("}}", "}") : value.strip();
  }

  @Override
  public String toString() {
    return SECRETS.matcher(text).replaceAll("$1=***");
  }
}
