package dev.medallion.transform;

/** A row broke a rule whose action is {@code fail}; nothing of its batch is written. */
public final class ExpectationFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExpectationFailed(String rule) {
    super(
        "a row broke the rule "
            + rule
            + ", whose action is fail; nothing of the batch was written");
  }
}
