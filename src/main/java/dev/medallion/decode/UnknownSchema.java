package dev.medallion.decode;

/** The schema registry says that there is no Avro schema of a number. */
final class UnknownSchema extends Exception {
  private static final long serialVersionUID = 1;

  UnknownSchema(String reason) {
    super(reason);
  }

  UnknownSchema(String reason, Throwable cause) {
    super(reason, cause);
  }
}
