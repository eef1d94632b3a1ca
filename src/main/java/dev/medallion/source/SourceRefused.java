package dev.medallion.source;

/** A source cannot be opened with the settings that it has; the message says why. */
public final class SourceRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SourceRefused(String message, Throwable cause) {
    super(message, cause);
  }
}
