package dev.medallion.jdbc;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a connection to SQL Server and what would be right, where its driver says it
 * in the words of protocols. Failures are known by class or by names in quotes, since the driver
 * speaks the language of the machine.
 */
final class SqlServerFailures {
  private static final String TRUST =
      "; name a trust store that has it (trustStore, trustStoreType and trustStorePassword in the"
          + " URL)";
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
  private static final Pattern NO_CONNECTION =
      Pattern.compile(
          "The TCP/IP connection to the host (.+?), port (\\d+) has failed\\. Error: \"(.*?)\\. V.*",
          Pattern.DOTALL);
  private static final Pattern CONNECTION_ID = Pattern.compile("\\s*ClientConnectionId:\\S+");

  private SqlServerFailures() {}

  /** The sentence for a failure that needs one of its own. */
  static Optional<String> sentence(Throwable failure) {
    return causes(failure).stream()
        .map(SqlServerFailures::known)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** A message without the number that the driver gives each connection. */
  static String withoutId(String message) {
    return CONNECTION_ID.matcher(message).replaceAll("");
  }

  private static List<Throwable> causes(Throwable failure) {
    List<Throwable> causes = new ArrayList<>();
    for (Throwable at = failure; at != null && !causes.contains(at); at = at.getCause()) {
      causes.add(0, at);
    }
    return causes;
  }

  private static String known(Throwable cause) {
    if (cause instanceof TokenRefused) {
      return cause.getMessage();
    }
    if (cause instanceof CertificateExpiredException) {
      return "the server's certificate expired" + when(cause, "NotAfter: ");
    } else if (cause instanceof CertificateNotYetValidException) {
      return "the server's certificate is not valid before" + when(cause, "NotBefore: ");
    } else if (cause instanceof CertPathBuilderException) {
      return "the server's certificate is of an authority that is not trusted here" + TRUST;
    } else if (cause.getClass() == CertificateException.class) {
      return otherHost(String.valueOf(cause.getMessage()));
    }
    return cause instanceof SQLException ? noConnection(String.valueOf(cause.getMessage())) : null;
  }

  private static String when(Throwable cause, String label) {
    String message = String.valueOf(cause.getMessage());
    return message.startsWith(label) ? " " + message.substring(label.length()) : "";
  }

  private static String otherHost(String message) {
    List<String> names = QUOTED.matcher(message).results().map(found -> found.group(1)).toList();
    return names.size() != 2
        ? null
        : ("the server's certificate is not for %s%s;"
                + " use its name in the URL, or hostNameInCertificate")
            .formatted(names.get(0), names.get(1).isEmpty() ? "" : " but for " + names.get(1));
  }

  /** The driver drops the cause and keeps its message. */
  private static String noConnection(String message) {
    Matcher found = NO_CONNECTION.matcher(message);
    if (!found.matches()) {
      return null;
    }
    String host = found.group(1);
    String reason = found.group(3);
    if (reason.equals(host) || reason.startsWith(host + ": ")) {
      return "host %s is not known; check the URL".formatted(host);
    }
    return reason.startsWith("Connection refused")
        ? "nobody listens at %s, port %s; check the URL, the server and its firewall"
            .formatted(host, found.group(2))
        : "no connection to %s, port %s: %s".formatted(host, found.group(2), reason);
  }
}
