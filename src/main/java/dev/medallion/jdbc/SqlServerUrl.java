package dev.medallion.jdbc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A URL of SQL Server as its driver reads it ("Building the connection URL"): names in any case,
 * values bare or in braces, and of two settings of one name the last. What would send a password
 * unprotected, or needs what is not here, is refused; beyond this host there is no way around a
 * verified TLS connection.
 */
final class SqlServerUrl {
  private static final String PREFIX = "jdbc:sqlserver://";
  private static final Pattern SETTING =
      Pattern.compile(";\\s*([^=;]+?)\\s*=\\s*(?:\\{((?:[^}]|\\}\\})*)\\}|([^;]*))");
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)localhost|127(\\.\\d{1,3}){3}|\\[?(::1|(0{1,4}:){7}0{0,3}1)\\]?");
  private static final Set<String> CLEAR = Set.of("false", "no", "optional");
  private static final Set<String> BY_PASSWORD = Set.of("", "sqlpassword", "notspecified");
  private static final Map<String, String> OURS =
      Map.of(
          "activedirectorymanagedidentity", "managed-identity",
          "activedirectorymsi", "managed-identity",
          "activedirectoryserviceprincipal", "service-principal");
  private static final String PRIVATE_AUTHORITY =
      "leave it out, and for a private authority name its trust store"
          + " (trustStore, trustStoreType, trustStorePassword)";

  private final String address;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private final List<String> hosts = new ArrayList<>();

  SqlServerUrl(JdbcUrl url) {
    String text = url.text();
    address = text.split(";", 2)[0];
    if (address.length() > PREFIX.length()) {
      addHost(address.substring(PREFIX.length()));
    }
    Matcher found = SETTING.matcher(text.substring(address.length()));
    while (found.find()) {
      add(found.group(1), found.group(2) == null ? found.group(3) : found.group(2));
    }
  }

  private void add(String name, String value) {
    String setting = name.toLowerCase(Locale.ROOT);
    settings.put(setting, value.strip().replace("}}", "}"));
    if (Set.of("server", "servername", "failoverpartner").contains(setting)) {
      addHost(value.strip());
    }
  }

  /** Without its instance and port. */
  private void addHost(String text) {
    String host = text.split("[\\\\,;]", 2)[0];
    boolean hasPort = host.indexOf(':') == host.lastIndexOf(':');
    String name = (hasPort ? host.split(":", 2)[0] : host).strip();
    if (!name.isEmpty()) {
      hosts.add(name);
    }
  }

  /** Why this URL is refused, in a sentence without any of its secrets. */
  Optional<String> objection() {
    return Stream.of(address(), authentication(), token(), encryption(), trust())
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> address() {
    return address.startsWith(PREFIX)
        ? Optional.empty()
        : Optional.of("an address of SQL Server begins with " + PREFIX);
  }

  private Optional<String> authentication() {
    String value = value("authentication");
    String name = value.toLowerCase(Locale.ROOT);
    return BY_PASSWORD.contains(name)
        ? Optional.empty()
        : Optional.of(
            ("authentication=%s needs libraries that this program does not have;"
                    + " leave it out and set the option authentication = %s")
                .formatted(
                    value,
                    OURS.getOrDefault(
                        name, "managed-identity, service-principal or access-token")));
  }

  /** The driver takes no token from a URL, and says nothing about it. */
  private Optional<String> token() {
    return Stream.of("accessToken", "accessTokenCallbackClass")
        .filter(name -> settings.containsKey(name.toLowerCase(Locale.ROOT)))
        .map(name -> name + " has no effect here; leave it out and set the option access-token")
        .findFirst();
  }

  private Optional<String> encryption() {
    String encrypt = value("encrypt");
    return CLEAR.contains(encrypt.toLowerCase(Locale.ROOT))
        ? elsewhere()
            .map(
                host ->
                    "encrypt=%s would send what is written to %s readable for others; %s"
                        .formatted(encrypt, host, PRIVATE_AUTHORITY))
        : Optional.empty();
  }

  private Optional<String> trust() {
    return value("trustServerCertificate").equalsIgnoreCase("true")
        ? elsewhere()
            .map(
                host ->
                    "trustServerCertificate=true would take anybody for %s; %s"
                        .formatted(host, PRIVATE_AUTHORITY))
        : Optional.empty();
  }

  private String value(String name) {
    return settings.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  /** A host that is not this one; the driver takes none for localhost. */
  private Optional<String> elsewhere() {
    return hosts.stream().filter(host -> !LOOPBACK.matcher(host).matches()).findFirst();
  }
}
