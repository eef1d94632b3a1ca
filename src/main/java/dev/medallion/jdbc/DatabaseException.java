package dev.medallion.jdbc;

/** A transaction failed for good and left nothing behind. The message carries no secret. */
public class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
