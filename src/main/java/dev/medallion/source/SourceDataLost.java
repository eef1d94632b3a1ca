package dev.medallion.source;

import java.util.List;
import java.util.stream.Collectors;

/** Records were lost before they could be read, and the job is to stop because of it. */
public final class SourceDataLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SourceDataLost(List<LostRange> ranges) {
    super(
        ranges.stream().map(LostRange::sentence).collect(Collectors.joining("; "))
            + ". To go on behind them, with each range on record, set on-data-loss = record");
  }
}
