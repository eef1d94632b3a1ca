package dev.medallion.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found in a lake.
 *
 * @param lost rows that should be there and are not
 * @param doubled rows that are there once too often, or should not be there
 * @param untrue what is not true of the tracking rows, a sentence each
 */
public record Verdict(long lost, long doubled, List<String> untrue) {
  public static final Verdict CLEAN = new Verdict(0, 0, List.of());

  Verdict and(Verdict other) {
    List<String> all = new ArrayList<>(untrue);
    all.addAll(other.untrue);
    return new Verdict(lost + other.lost, doubled + other.doubled, List.copyOf(all));
  }
}
