package dev.medallion.jdbc;

/** The database cannot be reached, or went away and did not come back in time. */
public final class DatabaseUnavailable extends DatabaseException {
  private static final long serialVersionUID = 1L;

  DatabaseUnavailable(String message, String reason, Throwable cause) {
    super(message, reason, cause);
  }
}
