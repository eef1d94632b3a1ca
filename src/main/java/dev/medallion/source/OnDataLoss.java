package dev.medallion.source;

import java.util.List;

/** What a job does when records were lost before it could read them. */
enum OnDataLoss {
  /** It stops. */
  FAIL,
  /** It goes on, and each range is put on record. */
  RECORD;

  /** Stops, or puts on record. */
  void accept(List<LostRange> lost, SourceEvents events) {
    refuse(lost);
    lost.forEach(events::lost);
  }

  /** Stops if that is what is to be done. */
  void refuse(List<LostRange> lost) {
    if (this == FAIL && !lost.isEmpty()) {
      throw new SourceDataLost(lost);
    }
  }
}
