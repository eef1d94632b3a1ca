package dev.medallion.sink;

/**
 * A target did not take a batch, of which nothing was written. The message says which row it was.
 */
public final class TargetRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TargetRefused(String message) {
    super(message);
  }

  /** Tells the sentence alone; what is beneath it is kept aside. */
  static TargetRefused because(String message, RuntimeException failure) {
    TargetRefused refused = new TargetRefused(message);
    refused.addSuppressed(failure);
    return refused;
  }
}
