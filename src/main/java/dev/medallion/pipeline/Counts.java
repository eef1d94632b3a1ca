package dev.medallion.pipeline;

import dev.medallion.transform.Expectation;
import dev.medallion.transform.Expectations;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Observation;

/**
 * Numbers of rows of one stage of a batch.
 *
 * @param total all of them
 * @param keptBack those that were malformed or broke a rule
 * @param skipped those that are left out
 * @param warnings those that broke a rule which only warns, by rule; no zeros
 */
record Counts(long total, long keptBack, long skipped, Map<Expectation, Long> warnings) {
  private static final long PATIENCE_SECONDS = 30;

  static final Counts NONE = new Counts(0, 0, 0, Map.of());

  /**
   * The observed numbers, once the write that observed them is done. They come over Spark's
   * listener bus, which may drop an event when it is overrun: then there are none.
   */
  static Optional<Counts> observed(Observation observation, Expectations rules)
      throws InterruptedException {
    var numbers = new CompletableFuture<Map<String, Object>>();
    Thread waiting = new Thread(() -> await(observation, numbers), "observed-counts");
    waiting.setDaemon(true);
    waiting.start();
    try {
      return Optional.of(of(numbers.get(PATIENCE_SECONDS, TimeUnit.SECONDS), rules));
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

  static Counts of(Map<String, Object> numbers, Expectations rules) {
    Map<Expectation, Long> warnings = new LinkedHashMap<>();
    for (Expectation rule : rules.warnings()) {
      long broken = (Long) numbers.get(BatchRows.metric(rule));
      if (broken > 0) {
        warnings.put(rule, broken);
      }
    }
    return new Counts(
        (Long) numbers.get(BatchRows.TOTAL),
        (Long) numbers.get(BatchRows.KEPT_BACK),
        (Long) numbers.get(BatchRows.SKIPPED),
        warnings);
  }
}
