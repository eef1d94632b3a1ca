package dev.medallion.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Observation;

/** Reads what was observed. */
final class Observed {
  private static final long PATIENCE_SECONDS = 30;

  private Observed() {}

  /**
   * The observed numbers by their names, once the write that observed them is done. They come over
   * Spark's listener bus, which may drop an event when it is overrun: then there are none.
   */
  static Optional<Map<String, Object>> of(Observation observation) throws InterruptedException {
    var numbers = new CompletableFuture<Map<String, Object>>();
    Thread waiting = new Thread(() -> await(observation, numbers), "observed-counts");
    waiting.setDaemon(true);
    waiting.start();
    try {
      return Optional.of(numbers.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    } catch (TimeoutException | ExecutionException e) {
      waiting.interrupt();
      return Optional.empty();
    }
  }

  private static void await(
      Observation observation, CompletableFuture<Map<String, Object>> numbers) {
    try {
      numbers.complete(Map.copyOf(observation.getAsJava()));
    } catch (InterruptedException e) {
      numbers.completeExceptionally(e);
    }
  }
}
