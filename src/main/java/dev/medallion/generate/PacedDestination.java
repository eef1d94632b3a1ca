package dev.medallion.generate;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Hands lines on evenly, at a rate. Each has its time, counted from the first: what a slow
 * destination held up is caught up with.
 */
public final class PacedDestination implements Destination {
  private final Destination destination;
  private final Rate rate;
  private final LongSupplier nanos;
  private final LongConsumer pause;
  private long first;
  private long lines;

  public PacedDestination(Destination destination, Rate rate) {
    this(destination, rate, System::nanoTime, LockSupport::parkNanos);
  }

  /**
   * Goes by another clock.
   *
   * @param pause waits for so many nanoseconds, or less
   */
  PacedDestination(Destination destination, Rate rate, LongSupplier nanos, LongConsumer pause) {
    this.destination = destination;
    this.rate = rate;
    this.nanos = nanos;
    this.pause = pause;
  }

  @Override
  public void take(String key, String line) throws IOException {
    if (lines == 0) {
      first = nanos.getAsLong();
    }
    awaitNanos(first + rate.dueNanos(lines++));
    destination.take(key, line);
  }

  @Override
  public int finish() throws IOException {
    return destination.finish();
  }

  @Override
  public void close() throws IOException {
    destination.close();
  }

  private void awaitNanos(long due) {
    for (long left = due - nanos.getAsLong(); left > 0; left = due - nanos.getAsLong()) {
      pause.accept(left);
    }
  }
}
