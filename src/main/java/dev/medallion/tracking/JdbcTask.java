package dev.medallion.tracking;

import dev.medallion.fault.Failpoint;
import dev.medallion.fault.Phase;
import java.time.Duration;
import java.util.UUID;

/** An attempt on record. */
final class JdbcTask implements Task {
  private final long id;
  private final int attempt;
  private final BatchStart batch;
  private final Fence fence;
  private final long began = System.nanoTime();

  JdbcTask(long id, int attempt, BatchStart batch, Fence fence) {
    this.id = id;
    this.attempt = attempt;
    this.batch = batch;
    this.fence = fence;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int attempt() {
    return attempt;
  }

  @Override
  public void complete(TaskResult result) {
    succeed(TaskStatus.COMPLETED, result);
  }

  @Override
  public void recover(TaskResult result) {
    succeed(TaskStatus.RECOVERED, result);
  }

  private void succeed(TaskStatus status, TaskResult result) {
    UUID event = UUID.randomUUID();
    long millis = sinceBegin();
    fence.once(
        event,
        (tx, log) -> {
          checkOpen(TaskTable.succeed(tx, id, status, millis, result), status);
          log.statusOfTask(event, id, TaskStatus.STARTED, status);
          Failpoint.at(Phase.IN_TRACKING);
        });
  }

  @Override
  public void fail(Throwable error) {
    UUID event = UUID.randomUUID();
    long millis = sinceBegin();
    fence.once(
        event,
        (tx, log) -> {
          checkOpen(TaskTable.fail(tx, id, millis, error), TaskStatus.FAILED);
          log.statusOfTask(event, id, TaskStatus.STARTED, TaskStatus.FAILED);
          log.error(id, "batch " + batch.batchId() + " attempt " + attempt, error);
        });
  }

  private long sinceBegin() {
    return Duration.ofNanos(System.nanoTime() - began).toMillis();
  }

  private void checkOpen(boolean changed, TaskStatus status) {
    if (!changed) {
      throw new IllegalStateException(
          "task "
              + id
              + " (batch "
              + batch.batchId()
              + " attempt "
              + attempt
              + ") cannot become "
              + status
              + ": it has ended already");
    }
  }
}
