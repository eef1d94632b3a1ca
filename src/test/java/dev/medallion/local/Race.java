package dev.medallion.local;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two that begin at once. */
final class Race {
  private Race() {}

  /** How many of the two say that they won. */
  static int winners(Callable<Boolean> one, Callable<Boolean> other) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      CyclicBarrier start = new CyclicBarrier(2);
      List<Future<Boolean>> wins = new ArrayList<>();
      for (Callable<Boolean> runner : List.of(one, other)) {
        wins.add(
            threads.submit(
                () -> {
                  start.await();
                  return runner.call();
                }));
      }
      int winners = 0;
      for (Future<Boolean> win : wins) {
        winners += win.get() ? 1 : 0;
      }
      return winners;
    } finally {
      threads.shutdown();
    }
  }
}
