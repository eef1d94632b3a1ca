package dev.medallion.source;

import dev.medallion.kafka.Broker;
import dev.medallion.kafka.Topics;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Sees whether the broker answers while a batch is read, since those who read it wait for the
 * broker in silence.
 */
final class KafkaWatch implements Closeable {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(5);

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(KafkaWatch::daemon);
  private final ScheduledFuture<?> questions;
  private volatile boolean reading;

  KafkaWatch(Broker broker, Topics topics) {
    questions =
        thread.scheduleWithFixedDelay(
            () -> ask(broker, topics),
            BETWEEN_QUESTIONS.toMillis(),
            BETWEEN_QUESTIONS.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /** A batch is being read from now on. */
  void begin() {
    reading = true;
  }

  /** It is read. */
  void end() {
    reading = false;
  }

  @Override
  public void close() {
    questions.cancel(true);
    thread.shutdownNow();
  }

  private void ask(Broker broker, Topics topics) {
    if (reading) {
      broker.check(topics);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "kafka-watch");
    thread.setDaemon(true);
    return thread;
  }
}
