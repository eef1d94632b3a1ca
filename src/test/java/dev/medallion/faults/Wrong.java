package dev.medallion.faults;

import java.util.EnumSet;
import java.util.Set;

/** The kinds of what a verdict counts. */
enum Wrong {
  LOST,
  DOUBLED,
  UNTRUE;

  static Set<Wrong> of(Verdict verdict) {
    Set<Wrong> found = EnumSet.noneOf(Wrong.class);
    if (verdict.lost() > 0) {
      found.add(LOST);
    }
    if (verdict.doubled() > 0) {
      found.add(DOUBLED);
    }
    if (!verdict.untrue().isEmpty()) {
      found.add(UNTRUE);
    }
    return found;
  }
}
