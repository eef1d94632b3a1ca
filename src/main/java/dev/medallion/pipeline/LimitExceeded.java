package dev.medallion.pipeline;

/** Too many rows of a batch were kept back; the batch itself is finished. */
final class LimitExceeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LimitExceeded(long batch, String finding) {
    super("batch " + batch + ": " + finding + "; the batch is finished and recorded");
  }
}
