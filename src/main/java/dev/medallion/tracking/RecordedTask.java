package dev.medallion.tracking;

import java.time.Instant;
import java.util.UUID;

/**
 * An attempt at a batch, as its row says. Whatever the row does not say is null.
 *
 * @param run the number of the run's row
 */
public record RecordedTask(
    long id,
    long run,
    UUID query,
    long batch,
    TaskStatus status,
    Instant end,
    String startOffsets,
    String endOffsets,
    String target,
    Long inputRows,
    Long outputRows,
    Long quarantinedRows,
    Long rejectedRows,
    Long skippedRows,
    Long lateRows,
    Long deltaVersion) {

  /** Whether it says that the batch is done. */
  public boolean succeeded() {
    return status == TaskStatus.COMPLETED || status == TaskStatus.RECOVERED;
  }
}
