package dev.medallion.pipeline;

/** Tracking knows finished batches of a checkpoint that is not there. */
final class CheckpointMissing extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CheckpointMissing(String folder, long batches) {
    super(
        ("the checkpoint %s is gone, though tracking knows %d finished batches of it; without it"
                + " everything would be read and written again. Restore the folder, or give the job"
                + " another name to start over with a table of its own")
            .formatted(folder, batches));
  }
}
