package dev.medallion.kafka;

/** A broker cannot be used, and waiting would not help; the message says what to look at. */
public final class BrokerRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokerRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
