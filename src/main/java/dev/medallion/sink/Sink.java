package dev.medallion.sink;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** What a job writes to. */
public interface Sink {
  /** What rows can rely on when a batch is run again after a crash. */
  enum Guarantee {
    /** One copy of each row per checkpoint. */
    EXACTLY_ONCE,
    /** At least one copy of each row. */
    AT_LEAST_ONCE
  }

  /** What is written, as people know it. */
  String name();

  /** What this sink promises. */
  Guarantee guarantee();

  /**
   * Why it cannot take what a job hands over in this mode, and what to do instead, as a sentence
   * without its full stop; empty if it can.
   */
  Optional<String> objection(OutputMode mode);

  /** Whether a row that comes a second time replaces the first. */
  default boolean replaces() {
    return false;
  }

  /** Makes ready what a run needs beside the rows, at its start. */
  default void prepare(SparkSession spark) {}

  /** The columns that the target has; empty where it is not there yet, or has no fixed ones. */
  default Optional<StructType> columns(SparkSession spark) {
    return Optional.empty();
  }

  /** Whether a job may give the target columns that it lacks. */
  default boolean widens() {
    return false;
  }

  /**
   * Gives the target the columns that it lacks of these.
   *
   * @throws UnsupportedOperationException where it cannot
   */
  default void widen(SparkSession spark, StructType columns) {
    throw new UnsupportedOperationException(name() + " is given no column by a job");
  }

  /**
   * Writes a batch whole or not at all. A batch that the target already holds changes nothing; the
   * answer then tells of the earlier write.
   */
  Written write(Dataset<Row> rows, Signature signature);

  /**
   * Refuses rows that it could not write; touches no data.
   *
   * @throws Exception that says why
   */
  default void verify(Dataset<Row> rows) throws Exception {}

  /**
   * What the target already holds of a batch, from before a crash; empty if nothing.
   *
   * @throws TargetAhead if it holds a later one
   */
  Optional<Written> written(SparkSession spark, BatchId batch);

  /**
   * Whether the target has nothing of a batch, and gets nothing of it any more by a write that
   * failed or whose process died; false where that cannot be told.
   */
  default boolean lacks(SparkSession spark, BatchId batch) {
    return false;
  }
}
