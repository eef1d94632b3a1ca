package dev.medallion.tracking;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

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
    put(uuid, new RunEntry.Running(UUID.randomUUID(), null, queryId, sparkRunId));
  }

  @Override
  public void stopping() {
    put(uuid, new RunEntry.Stopping(UUID.randomUUID(), null));
  }

  /** Puts an entry of this run, or of an earlier one, on record; the last of this run ends it. */
  void put(UUID run, Entry entry) {
    if (!run.equals(uuid)) {
      putEarlier(run, entry);
    } else if (entry instanceof RunEntry.Finished) {
      fence.end(entry);
    } else {
      fence.put(id, entry);
    }
  }

  /** A store that was restored from a backup may not know the run; its batches are told as ours. */
  private void putEarlier(UUID run, Entry entry) {
    OptionalLong known = fence.read(tx -> RunTable.find(tx, run));
    if (known.isPresent()) {
      fence.put(known.getAsLong(), entry);
    } else if (entry instanceof TaskEntry || entry instanceof RunEntry.Noted) {
      fence.put(id, entry);
    }
  }

  @Override
  public Task begin(BatchStart start) {
    return begin(
        new TaskEntry.Begun(UUID.randomUUID(), null, start), entry -> fence.put(id, entry));
  }

  /**
   * @param ending puts the end on record
   */
  Task begin(TaskEntry.Begun begun, Consumer<Entry> ending) {
    TaskTable.Attempt attempt = fence.write((tx, log) -> begun.attempt(tx, log, id));
    return new EntryTask(attempt.id(), attempt.number(), begun, ending);
  }

  @Override
  public boolean completed(UUID queryId, long batchId) {
    return fence.read(tx -> TaskTable.attempts(tx, queryId, batchId)).stream()
        .anyMatch(attempt -> attempt.status().isSuccess());
  }

  @Override
  public void note(Note note) {
    put(uuid, new RunEntry.Noted(null, note));
  }

  @Override
  public void amend(List<Amendment> amendments) {
    UUID event = UUID.randomUUID();
    fence.write(
        (tx, log) -> {
          if (!EventLog.has(tx, event)) {
            new Amending(tx, log, id, event).make(amendments);
          }
          return null;
        });
  }

  @Override
  public boolean renew() {
    return fence.write((tx, log) -> StopRequests.has(tx, id));
  }

  @Override
  public void finish(RunStatus status, Optional<Throwable> error) {
    put(uuid, RunEntry.Finished.now(status, error));
  }
}
