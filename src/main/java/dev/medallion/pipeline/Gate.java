package dev.medallion.pipeline;

import java.util.OptionalLong;

/**
 * Lets a job's batches through until it is closed; so a job can be stopped between two batches. A
 * batch that comes to a closed gate waits until Spark's query is stopped, which interrupts it.
 */
final class Gate {
  private boolean closed;
  private boolean inside;
  private long last = -1;

  synchronized void enter(long batch) throws InterruptedException {
    while (closed) {
      wait();
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

  /** Waits for the batch in hand; the last batch that went through, if any did. */
  synchronized OptionalLong awaitEmpty() throws InterruptedException {
    while (inside) {
      wait();
    }
    return last < 0 ? OptionalLong.empty() : OptionalLong.of(last);
  }
}
