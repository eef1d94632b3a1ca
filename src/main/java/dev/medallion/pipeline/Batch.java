package dev.medallion.pipeline;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The rows of one batch: what was read for it, and what the job's SQL makes of that. */
interface Batch {
  /** What was read, for each stream in the order of {@link Streams}; to be read when needed. */
  List<BatchRows> inputs();

  /** The rows of the result. Reading them all once makes {@link #counts} known. */
  Dataset<Row> result();

  /** The rows of the result, to be read once more. */
  Dataset<Row> again();

  /** The numbers of the input rows, once the result has been read. */
  Counts counts() throws InterruptedException;

  /**
   * Does what must be done for a batch whose result the target has already, and makes its numbers
   * known again.
   */
  Counts recount() throws InterruptedException;

  /** Does what must be done for a batch that is on record as a whole. */
  void pass();
}
