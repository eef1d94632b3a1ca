package dev.medallion.generate;

/** Numbers of eight digits that follow no order to the eye; none comes twice. */
final class Numbers {
  /** How many there are. */
  static final long COUNT = 90_000_000;

  private static final long FIRST = 10_000_000;

  /** Shares no factor with {@link #COUNT}, so its multiples visit each number once. */
  private static final long STRIDE = 37_139_213;

  private long last;

  Numbers(long seed) {
    last = Math.floorMod(seed, COUNT);
  }

  long next() {
    last = (last + STRIDE) % COUNT;
    return FIRST + last;
  }
}
