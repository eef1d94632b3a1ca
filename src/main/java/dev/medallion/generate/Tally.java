package dev.medallion.generate;

/** Counts the good records of a delivery as they go. */
interface Tally<R> {

  /** A record that was not there before; it is delivered next. */
  default void made(R record) {}

  /** A record that is delivered, for the first time or again. */
  void delivered(R record);
}
