package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A run on record. */
final class JdbcRun implements Run {
  private final long id;
  private final UUID uuid;
  private final Fence fence;

  JdbcRun(long id, UUID uuid, Fence fence) {
    this.id = id;
    this.uuid = uuid;
    this.fence = fence;
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public UUID uuid() {
    return uuid;
  }

  @Override
  public long fencing() {
    return fence.fencing();
  }

  @Override
  public void running(UUID queryId, UUID sparkRunId) {
    UUID event = UUID.randomUUID();
    fence.once(
        event,
        (tx, log) -> {
          RunTable.query(tx, id, queryId, sparkRunId);
          move(tx, log, event, List.of(RunStatus.STARTING), RunStatus.RUNNING);
        });
  }

  @Override
  public void stopping() {
    UUID event = UUID.randomUUID();
    List<RunStatus> before = List.of(RunStatus.STARTING, RunStatus.RUNNING);
    fence.once(event, (tx, log) -> move(tx, log, event, before, RunStatus.STOPPING));
  }

  private void move(Transaction tx, EventLog log, UUID event, List<RunStatus> from, RunStatus to)
      throws SQLException {
    RunStatus before = RunTable.status(tx, id);
    if (from.contains(before)) {
      RunTable.move(tx, id, to);
      log.statusOfRun(event, id, before.name(), to);
    }
  }

  @Override
  public Task begin(BatchStart start) {
    UUID event = UUID.randomUUID();
    TaskTable.Attempt attempt =
        fence.write(
            (tx, log) -> {
              Optional<TaskTable.Attempt> known = TaskTable.find(tx, event);
              return known.isPresent() ? known.get() : insert(tx, log, event, start);
            });
    return new JdbcTask(attempt.id(), attempt.number(), start, fence);
  }

  private TaskTable.Attempt insert(Transaction tx, EventLog log, UUID event, BatchStart start)
      throws SQLException {
    int number = 1;
    for (TaskTable.Attempt earlier : TaskTable.attempts(tx, start.queryId(), start.batchId())) {
      abandonOpen(tx, log, earlier);
      number = earlier.number() + 1;
    }
    long task = TaskTable.insert(tx, id, number, start);
    log.statusOfTask(event, task, null, TaskStatus.STARTED);
    return new TaskTable.Attempt(task, number, TaskStatus.STARTED);
  }

  private static void abandonOpen(Transaction tx, EventLog log, TaskTable.Attempt attempt)
      throws SQLException {
    if (attempt.status() == TaskStatus.STARTED) {
      TaskTable.abandon(tx, attempt.id());
      log.statusOfTask(UUID.randomUUID(), attempt.id(), TaskStatus.STARTED, TaskStatus.ABANDONED);
    }
  }

  @Override
  public boolean completed(UUID queryId, long batchId) {
    return fence.read(tx -> TaskTable.attempts(tx, queryId, batchId)).stream()
        .map(TaskTable.Attempt::status)
        .anyMatch(status -> status == TaskStatus.COMPLETED || status == TaskStatus.RECOVERED);
  }

  @Override
  public void note(Note note) {
    fence.once(note.uuid(), (tx, log) -> log.ofRun(note));
  }

  @Override
  public boolean renew() {
    return fence.write((tx, log) -> StopRequests.has(tx, id));
  }

  @Override
  public void finish(RunStatus status, Optional<Throwable> error) {
    if (status.isOpen() || status == RunStatus.ABANDONED) {
      throw new IllegalArgumentException(
          "a run cannot finish as " + status + "; it would be COMPLETED, STOPPED or FAILED");
    }
    UUID event = UUID.randomUUID();
    fence.end(event, (tx, log) -> end(tx, log, event, status, error));
  }

  private void end(
      Transaction tx, EventLog log, UUID event, RunStatus status, Optional<Throwable> error)
      throws SQLException {
    RunStatus before = RunTable.status(tx, id);
    RunTable.end(tx, id, status, error);
    for (TaskTable.Attempt open : TaskTable.open(tx, id)) {
      abandonOpen(tx, log, open);
    }
    log.statusOfRun(event, id, before.name(), status);
    error.ifPresent(cause -> log.error(null, "run " + id, cause));
  }
}
