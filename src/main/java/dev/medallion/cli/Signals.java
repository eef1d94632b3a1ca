package dev.medallion.cli;

import java.util.List;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Takes SIGTERM and SIGINT while jobs run. A shutdown hook would come too late: Spark's and
 * Hadoop's own hooks run at the same time and would close the file systems under the batch in hand.
 * A second signal finds the JVM's own handler, which ends the process at once.
 */
final class Signals implements AutoCloseable {
  private final Runnable stop;
  private final List<Signal> signals = List.of(new Signal("TERM"), new Signal("INT"));
  private final List<SignalHandler> before;
  private volatile boolean terminated;

  Signals(Runnable stop) {
    this.stop = stop;
    this.before = signals.stream().map(signal -> Signal.handle(signal, this::stop)).toList();
  }

  boolean terminated() {
    return terminated;
  }

  private void stop(Signal signal) {
    terminated = true;
    close();
    stop.run();
  }

  @Override
  public void close() {
    for (int i = 0; i < signals.size(); i++) {
      Signal.handle(signals.get(i), before.get(i));
    }
  }
}
