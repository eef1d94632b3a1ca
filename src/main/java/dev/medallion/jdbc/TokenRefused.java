package dev.medallion.jdbc;

import java.sql.SQLException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLTransientConnectionException;

/**
 * There is no access token. Unchecked, since the driver asks for tokens through a method that
 * throws nothing; the message is one sentence without any secret.
 */
final class TokenRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  private TokenRefused(String message, boolean passing, Throwable cause) {
    super(message, cause);
    this.passing = passing;
  }

  /** Asking again would not help. */
  static TokenRefused forGood(String message) {
    return new TokenRefused(message, false, null);
  }

  /** Nobody answered, or only to say that it is too much now. */
  static TokenRefused forNow(String message) {
    return new TokenRefused(message, true, null);
  }

  static TokenRefused forNow(String message, Throwable cause) {
    return new TokenRefused(message, true, cause);
  }

  SQLException forCallers() {
    return passing
        ? new SQLTransientConnectionException(getMessage(), "08001", this)
        : new SQLInvalidAuthorizationSpecException(getMessage(), "28000", this);
  }
}
