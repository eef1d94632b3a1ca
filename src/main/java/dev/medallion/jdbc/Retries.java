package dev.medallion.jdbc;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Decides, for one transaction, whether it is run again after a failure and when. */
final class Retries {
  private static final int CONFLICTS = 10;
  private static final Duration CONFLICT_PAUSE = Duration.ofMillis(10);
  private static final Duration LONGEST_CONFLICT_PAUSE = Duration.ofSeconds(1);

  private final Pauses pauses;
  private int duplicates;
  private int conflicts;
  private int losses;
  private long firstLoss;
  private Duration paused = Duration.ZERO;

  Retries(Pauses pauses) {
    this.pauses = pauses;
  }

  /** The pause before the next attempt; empty when there shall be none. */
  Optional<Duration> pauseAfter(Fault fault, long nanoTime) {
    return switch (fault) {
      case CONFLICT -> afterConflict();
      case CONNECTION -> afterLoss(nanoTime);
      case DUPLICATE -> afterDuplicate();
      case FINAL -> Optional.empty();
    };
  }

  /** The row may be our own, of an attempt whose commit was still under way: work looks for it. */
  private Optional<Duration> afterDuplicate() {
    return duplicates++ == 0 ? afterConflict() : Optional.empty();
  }

  private Optional<Duration> afterConflict() {
    if (++conflicts > CONFLICTS) {
      return Optional.empty();
    }
    Duration pause = doubled(CONFLICT_PAUSE, conflicts - 1, LONGEST_CONFLICT_PAUSE);
    return Optional.of(pause.plusMillis(ThreadLocalRandom.current().nextLong(pause.toMillis())));
  }

  private Optional<Duration> afterLoss(long nanoTime) {
    firstLoss = losses == 0 ? nanoTime : firstLoss;
    Duration pause = doubled(pauses.first(), losses++, pauses.longest());
    Duration spent = Duration.ofNanos(nanoTime - firstLoss);
    paused = paused.plus(pause);
    boolean late = spent.plus(pause).compareTo(pauses.total()) > 0;
    return late || paused.compareTo(pauses.total()) > 0 ? Optional.empty() : Optional.of(pause);
  }

  private static Duration doubled(Duration first, int times, Duration longest) {
    Duration pause = first.multipliedBy(1L << Math.min(times, 16));
    return pause.compareTo(longest) > 0 ? longest : pause;
  }
}
