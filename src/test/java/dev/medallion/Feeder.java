package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Delivers again and again, in a thread of its own, until it is closed. */
public final class Feeder implements AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger deliveries = new AtomicInteger();
  private final Future<?> feeding;

  /** One delivery, by its number from 1 on. */
  public interface Delivered {
    void deliver(int number) throws Exception;
  }

  public Feeder(Duration pace, Delivered delivered) {
    feeding =
        thread.scheduleAtFixedRate(
            () -> deliver(delivered), 0, pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** How many deliveries are made. */
  public int count() {
    return deliveries.get();
  }

  /** Lets the last delivery end; none has failed. */
  @Override
  public void close() throws InterruptedException {
    assertThat(feeding).isNotDone();
    thread.shutdown();
    assertThat(thread.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
  }

  private void deliver(Delivered delivered) {
    try {
      delivered.deliver(deliveries.get() + 1);
      deliveries.incrementAndGet();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
