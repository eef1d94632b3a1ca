package dev.medallion.tracking;

/**
 * An error as the tables keep it.
 *
 * @param type the class at the root
 * @param message of the root, which says what was wrong in the first place
 * @param trace the whole stack trace
 */
record Failure(String type, String message, String trace) {
  static Failure of(Throwable error) {
    return new Failure(Text.errorClass(error), Text.sentence(error), Text.trace(error));
  }
}
