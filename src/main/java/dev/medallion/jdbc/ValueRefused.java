package dev.medallion.jdbc;

/** The database refuses a value for good: it is too long, of another type, or against a rule. */
public final class ValueRefused extends DatabaseException {
  private static final long serialVersionUID = 1L;

  ValueRefused(String message, String reason, Throwable cause) {
    super(message, reason, cause);
  }
}
