package dev.medallion.generate;

/** A good record. */
interface Made {
  /** Where its time lies among its neighbours'. */
  enum Timing {
    IN_ORDER,
    LATE
  }

  /** The record as JSON. */
  String line();

  /** What it belongs to; records of one key keep their order. */
  String key();

  Timing timing();
}
