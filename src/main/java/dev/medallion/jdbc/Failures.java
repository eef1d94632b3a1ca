package dev.medallion.jdbc;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Makes what a driver reports presentable: one sentence, and no secret in it or beneath it. */
final class Failures {
  /**
   * What SQL Server says of a value that does not fit its column. Its driver makes an SQLState of
   * the standard of few errors, and none of these.
   */
  private static final Set<Integer> VALUES = Set.of(220, 241, 242, 245, 2628, 8114, 8115);

  private final JdbcUrl url;
  private final List<String> secrets;

  Failures(DatabaseSettings settings) {
    this.url = settings.url();
    this.secrets = settings.signIn().secrets();
  }

  DatabaseUnavailable unavailable(Throwable failure) {
    String reason = sentence(failure);
    return new DatabaseUnavailable(
        "database " + url + " cannot be reached: " + reason, reason, harmless(failure));
  }

  DatabaseException failed(SQLException failure) {
    String reason = sentence(failure);
    String message = "database " + url + " refused a statement: " + reason;
    return isOfValue(failure)
        ? new ValueRefused(message, reason, harmless(failure))
        : new DatabaseException(message, reason, harmless(failure));
  }

  /** By the classes of the standard, a data exception or a constraint that is violated. */
  private static boolean isOfValue(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("22")
        || state.startsWith("23")
        || VALUES.contains(failure.getErrorCode());
  }

  private String sentence(Throwable failure) {
    return SqlServerFailures.sentence(failure)
        .map(this::masked)
        .orElseGet(() -> first(masked(String.valueOf(root(failure).getMessage()))));
  }

  private static String first(String message) {
    String text = SqlServerFailures.withoutId(message).strip();
    return text.split("; SQL statement:|\\R|(?<=[a-z])\\. ", 2)[0].replaceAll("\\.$", "");
  }

  /** The innermost failure that says more than the name of a file. */
  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    while (tells(root.getCause())) {
      root = root.getCause();
    }
    return root;
  }

  private static boolean tells(Throwable cause) {
    return cause != null
        && cause.getMessage() != null
        && !(cause instanceof FileSystemException file && file.getReason() == null);
  }

  private String masked(String text) {
    String masked = JdbcUrl.mask(text);
    for (String secret : secrets) {
      masked = masked.replace(secret, "***");
    }
    return masked;
  }

  /** The cause, unless a log that prints it would print a secret. */
  private Throwable harmless(Throwable failure) {
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    String text = trace.toString();
    return masked(text).equals(text) ? failure : null;
  }
}
