package dev.medallion.generate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * One delivery of records of a kind, with a share of bad lines and repetitions. A repetition is of
 * one of the last good lines, as a source sends again what was not acknowledged.
 */
final class Production<R extends Made> {
  private static final int REMEMBERED = 1_000;

  private final Mixture mixture;
  private final Random random;
  private final Supplier<R> records;
  private final String number;
  private final Tally<R> tally;
  private final List<R> recent = new ArrayList<>(REMEMBERED);
  private long fresh;
  private long malformed;
  private long duplicates;
  private long late;

  /**
   * Makes no line yet.
   *
   * @param random what the records are drawn from too
   * @param number a field of every record that holds a number
   */
  Production(Mixture mixture, Random random, Supplier<R> records, String number, Tally<R> tally) {
    this.mixture = mixture;
    this.random = random;
    this.records = records;
    this.number = number;
    this.tally = tally;
  }

  Lines deliver(Destination destination) throws IOException {
    for (long line = 0; line < mixture.count(); line++) {
      next(destination);
    }
    int files = destination.finish();
    return new Lines(mixture.count(), fresh + duplicates, malformed, duplicates, late, files);
  }

  private void next(Destination destination) throws IOException {
    double draw = random.nextDouble();
    if (draw < mixture.malformedShare()) {
      malformed++;
      spoil(destination);
    } else if (draw < mixture.malformedShare() + mixture.duplicateShare() && fresh > 0) {
      duplicates++;
      give(recent.get(random.nextInt(recent.size())), destination);
    } else {
      give(make(), destination);
    }
  }

  private void spoil(Destination destination) throws IOException {
    Damage damage = Damage.any(random);
    R record = records.get();
    destination.take(record.key(), damage.spoil(record.line(), number, random));
  }

  private R make() {
    R record = records.get();
    remember(record);
    if (record.timing() == Made.Timing.LATE) {
      late++;
    }
    tally.made(record);
    return record;
  }

  private void remember(R record) {
    if (recent.size() < REMEMBERED) {
      recent.add(record);
    } else {
      recent.set((int) (fresh % REMEMBERED), record);
    }
    fresh++;
  }

  private void give(R record, Destination destination) throws IOException {
    tally.delivered(record);
    destination.take(record.key(), record.line());
  }
}
