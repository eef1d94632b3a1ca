package dev.medallion.decode;

/** What stands before the Avro of a record. */
enum WireFormat {
  /** Whatever of the others it turns out to be. */
  AUTO,
  /** Confluent's header: a zero, then the number of the writer's schema in four bytes. */
  CONFLUENT,
  /** Nothing. */
  PLAIN
}
