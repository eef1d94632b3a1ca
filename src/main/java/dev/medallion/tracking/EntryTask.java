package dev.medallion.tracking;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;

/** An attempt whose end is an entry. */
final class EntryTask implements Task {
  private final long id;
  private final int attempt;
  private final TaskEntry.Begun begun;
  private final Consumer<Entry> ending;
  private final long began = System.nanoTime();

  EntryTask(long id, int attempt, TaskEntry.Begun begun, Consumer<Entry> ending) {
    this.id = id;
    this.attempt = attempt;
    this.begun = begun;
    this.ending = ending;
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
    end(TaskStatus.COMPLETED, result, null);
  }

  @Override
  public void recover(TaskResult result) {
    end(TaskStatus.RECOVERED, result, null);
  }

  @Override
  public void fail(Throwable error) {
    end(TaskStatus.FAILED, null, Failure.of(error));
  }

  private void end(TaskStatus status, TaskResult result, Failure failure) {
    long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
    ending.accept(
        new TaskEntry.Ended(
            UUID.randomUUID(),
            null,
            begun.event(),
            begun.batch(),
            status,
            millis,
            result,
            failure));
  }
}
