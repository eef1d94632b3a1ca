package dev.medallion.sink;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/** Counts the rows of a batch while they are written, for a target that does not tell. */
final class RowCount {
  private static final String ROWS = "rows";
  private static final long PATIENCE_SECONDS = 30;

  private final Observation observation = new Observation();

  /** The same rows; they are counted when they are read for the first time. */
  Dataset<Row> of(Dataset<Row> rows) {
    return rows.observe(observation, count(lit(1)).as(ROWS));
  }

  /**
   * The number, once the rows have been read. It comes over Spark's listener bus, which may drop an
   * event when it is overrun: then there is none.
   */
  OptionalLong value() {
    var number = new FutureTask<>(() -> (Long) observation.getAsJava().get(ROWS));
    Thread waiting = new Thread(number, "row-count");
    waiting.setDaemon(true);
    waiting.start();
    try {
      return OptionalLong.of(number.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException | ExecutionException e) {
      waiting.interrupt();
      return OptionalLong.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while the rows that were written were counted", e);
    }
  }
}
