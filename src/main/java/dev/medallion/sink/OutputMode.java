package dev.medallion.sink;

import java.util.Locale;

/**
 * Which rows of the SQL's result a batch hands to the sink; the words are those of Spark Structured
 * Streaming.
 */
public enum OutputMode {
  /** Rows that are final: each is handed over once. */
  APPEND,
  /** Rows that are new or changed since the batch before; a later one stands for an earlier. */
  UPDATE,
  /** The whole result so far, each time. */
  COMPLETE;

  /** The mode as a configuration names it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The mode as Spark takes it. */
  public org.apache.spark.sql.streaming.OutputMode spark() {
    return switch (this) {
      case APPEND -> org.apache.spark.sql.streaming.OutputMode.Append();
      case UPDATE -> org.apache.spark.sql.streaming.OutputMode.Update();
      case COMPLETE -> org.apache.spark.sql.streaming.OutputMode.Complete();
    };
  }
}
