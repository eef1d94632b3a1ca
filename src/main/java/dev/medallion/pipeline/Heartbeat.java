package dev.medallion.pipeline;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Calls something at a steady pace until it is closed, or until a call fails. */
final class Heartbeat implements AutoCloseable {
  private final ScheduledExecutorService thread;
  private final ScheduledFuture<?> beats;

  Heartbeat(String name, Duration pace, Runnable beat, Consumer<Throwable> failed) {
    this.thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread made = new Thread(work, "heartbeat-" + name);
              made.setDaemon(true);
              return made;
            });
    this.beats =
        thread.scheduleAtFixedRate(
            () -> beat(beat, failed), pace.toMillis(), pace.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void beat(Runnable beat, Consumer<Throwable> failed) {
    try {
      beat.run();
    } catch (Throwable e) {
      thread.shutdown();
      failed.accept(e);
    }
  }

  @Override
  public void close() {
    beats.cancel(false);
    thread.shutdown();
  }
}
