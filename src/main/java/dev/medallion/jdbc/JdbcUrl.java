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
  private static final String VALUE = "\\s*=\\s*(\\{(?:[^}]|\\}\\})*\\}|[^;\\s]*)";
  private static final Pattern PASSWORD = Pattern.compile("(?i);\\s*(?:password|pwd)" + VALUE);
  private static final Pattern SECRETS =
      Pattern.compile("(?i)(;\\s*[a-z]*(?:password|pwd|secret|token)\\s*)" + VALUE);

  /** Any text with what follows {@code ;password=} and its like replaced by {@code ***}. */
  public static String mask(String text) {
    return SECRETS.matcher(text).replaceAll("$1=***");
  }

  /** The password the URL itself carries. */
  public Optional<Secret> password() {
    return PASSWORD
        .matcher(text)
        .results()
        .findFirst()
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
    Matcher braces = Pattern.compile("\\{(.*)\\}").matcher(value);
    return braces.matches() ? braces.group(1).replace("}}", "}") : value;
  }

  @Override
  public String toString() {
    return mask(text);
  }
}
