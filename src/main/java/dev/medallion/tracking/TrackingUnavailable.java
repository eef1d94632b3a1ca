package dev.medallion.tracking;

/**
 * The tracking store cannot be reached, or refuses what is asked of it. The message is one sentence
 * without any secret.
 */
public final class TrackingUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TrackingUnavailable(String message) {
    super(message);
  }

  TrackingUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
