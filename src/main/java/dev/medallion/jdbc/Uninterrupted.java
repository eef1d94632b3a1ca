package dev.medallion.jdbc;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for a result through interrupts, and passes an interrupt on when it is there. */
final class Uninterrupted {
  private Uninterrupted() {}

  static <T> T result(Future<T> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw unwrapped(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** The failure itself, with the waiting thread's trace beside that of the working one. */
  private static RuntimeException unwrapped(Throwable cause) {
    cause.addSuppressed(new Waiting());
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
  }

  /** Shows who waited for a transaction that failed. */
  private static final class Waiting extends Exception {
    private static final long serialVersionUID = 1L;

    Waiting() {
      super("asked for by");
    }
  }
}
