package dev.medallion.tracking;

/** One change that sets the record of a batch right. */
public sealed interface Amendment {
  /** Why, as the log row tells it. */
  String reason();

  /** A successful task that has no row gets one, RECOVERED. */
  record Insert(BatchStart start, TaskResult result, String reason) implements Amendment {}

  /** A row that is wrong. */
  record Correct(RecordedTask wrong, RecordedTask right, String reason) implements Amendment {}

  /** A row that tells of what did not happen becomes ABANDONED. */
  record Abandon(RecordedTask task, String reason) implements Amendment {}
}
