package dev.medallion.pipeline;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets a job's batches through until it is closed; so a job can be stopped between two batches. */
final class Gate {
  private static final long LOOK_MILLIS = 500;

  private boolean closed;
  private boolean inside;
  private long last = -1;

  /**
   * A batch that comes to a closed gate waits until Spark's query is stopped. That interrupts it,
   * but only once, and Hadoop may have taken the interrupt for one of its own before.
   *
   * @param stopped whether the query is
   */
  synchronized void enter(long batch, BooleanSupplier stopped) throws InterruptedException {
    while (closed) {
      if (stopped.getAsBoolean()) {
        throw new InterruptedException("the query was stopped before batch " + batch);
      }
      wait(LOOK_MILLIS);
    }
    inside = true;
    last = batch;
  }

  synchronized void leave() {
    inside = false;
    notifyAll();
  }

  /** No batch begins from now on. */
  synchronized void close() {
    closed = true;
  }

  /**
   * Waits for the batch in hand.
   *
   * @param stuck whether the batch in hand cannot go on for now; it is not waited for then
   * @param patience how long it is waited for at most
   * @return the last batch that went through; none where none did, or one is still in hand
   */
  synchronized OptionalLong awaitEmpty(BooleanSupplier stuck, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = patience.toNanos(); inside && left > 0 && !stuck.getAsBoolean(); ) {
      wait(Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(left) + 1));
      left = end - System.nanoTime();
    }
    return inside || last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
  }

  /** The batch that is in hand, if one is. */
  synchronized OptionalLong inHand() {
    return inside ? OptionalLong.of(last) : OptionalLong.empty();
  }
}
