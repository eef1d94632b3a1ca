package dev.medallion.sink;

/**
 * The target holds a batch that the query's checkpoint does not know. It would skip the batches up
 * to that one as known, whatever their rows.
 */
public final class TargetAhead extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param held the number of the batch that the target holds
   */
  public TargetAhead(String target, long held) {
    super(
        "%s holds a batch %d of this query that its checkpoint does not know: the checkpoint is an"
                .formatted(target, held)
            + " older copy, and what it reads next would be skipped. Restore the newest copy, or"
            + " start over with `medallion reset CONF JOB`");
  }
}
