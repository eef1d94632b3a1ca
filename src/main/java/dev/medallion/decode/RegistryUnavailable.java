package dev.medallion.decode;

/**
 * The schema registry gave no answer that says anything about a schema, so that nothing can be said
 * about a record either.
 */
public final class RegistryUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The message alone tells; what an HTTP client has to add is seen beneath it. */
  RegistryUnavailable(String message, Throwable detail) {
    super(message);
    addSuppressed(detail);
  }

  RegistryUnavailable(String message) {
    super(message);
  }
}
