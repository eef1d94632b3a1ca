package dev.medallion.jdbc;

/** A transaction failed for good and left nothing behind. The message carries no secret. */
public class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  DatabaseException(String message, String reason, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** What the database said, in one sentence. */
  public String reason() {
    return reason;
  }
}
