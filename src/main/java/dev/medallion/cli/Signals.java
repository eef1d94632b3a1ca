package dev.medallion.cli;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Takes SIGTERM and SIGINT. The first one stops the jobs; a shutdown hook would come too late:
 * Spark's and Hadoop's own hooks run at the same time and would close the file systems under the
 * batch in hand. The second one ends the process at once and without hooks, which nothing that is
 * on disk needs.
 */
final class Signals implements AutoCloseable {
  private final AtomicBoolean terminated = new AtomicBoolean();
  private final AtomicReference<Runnable> stop = new AtomicReference<>(Signals::exit);
  private final List<Signal> signals = List.of(new Signal("TERM"), new Signal("INT"));
  private final List<SignalHandler> before;

  Signals() {
    this.before = signals.stream().map(signal -> Signal.handle(signal, this::take)).toList();
  }

  /** What the first signal does from now on; before, it ends the process. */
  void stopBy(Runnable how) {
    stop.set(how);
  }

  boolean terminated() {
    return terminated.get();
  }

  /** Each signal has a thread of its own. */
  private void take(Signal signal) {
    if (terminated.compareAndSet(false, true)) {
      stop.get().run();
    } else {
      Runtime.getRuntime().halt(ExitCode.TERMINATED);
    }
  }

  /** No job has begun: there is nothing to wait for. */
  private static void exit() {
    Runtime.getRuntime().exit(ExitCode.TERMINATED);
  }

  @Override
  public void close() {
    for (int i = 0; i < signals.size(); i++) {
      Signal.handle(signals.get(i), before.get(i));
    }
  }
}
