package dev.medallion.decode;

import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.ResolvingDecoder;

/** One record being read: its bytes, and the reasons found so far why it is bad. */
final class AvroRecord {
  /** Keeps a huge record of nothing but wrong values from filling the memory with reasons. */
  private static final int MOST_WRONG = 100;

  private final ResolvingDecoder in;
  private final List<String> reasons = new ArrayList<>(0);
  private int wrong;

  AvroRecord(ResolvingDecoder in) {
    this.in = in;
  }

  /** Gives the values as the reader's schema has them. */
  ResolvingDecoder in() {
    return in;
  }

  /** The value in hand does not fit its column. */
  Object wrong(String path, String reason) {
    if (++wrong <= MOST_WRONG) {
      reasons.add(path + ": " + reason);
    }
    return null;
  }

  /** Reading ends here. */
  void broken(String reason) {
    reasons.add(reason);
  }

  /** Everything that is wrong with the record, in its order; to be asked once, at the end. */
  List<String> reasons() {
    if (wrong > MOST_WRONG) {
      reasons.add("and " + (wrong - MOST_WRONG) + " more wrong values");
    }
    return reasons;
  }
}
