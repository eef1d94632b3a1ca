package dev.medallion.cli;

import dev.medallion.tracking.Run;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Keeps a run's lease alive, as the process of a job does. */
final class Beat implements AutoCloseable {
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  Beat(Run run) {
    var unused = thread.scheduleAtFixedRate(run::renew, 0, 100, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
