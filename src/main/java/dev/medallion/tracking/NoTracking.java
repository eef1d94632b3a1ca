package dev.medallion.tracking;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** A store that records nothing, to measure what tracking costs. It reserves no job either. */
final class NoTracking implements TrackingStore {
  @Override
  public void migrate() {}

  @Override
  public void ready() {}

  @Override
  public Run start(RunStart start) {
    return new UnrecordedRun(UUID.randomUUID());
  }

  @Override
  public boolean knows(String checkpointLocation, UUID queryId) {
    return true;
  }

  @Override
  public OptionalLong newestBatch(UUID queryId) {
    return OptionalLong.empty();
  }

  @Override
  public long completedBatches(String checkpointLocation) {
    return 0;
  }

  @Override
  public List<JobHistory> history(String pipeline, int batchesPerJob) {
    return List.of();
  }

  @Override
  public RecordedJob recorded(String pipeline, String job) {
    return RecordedJob.NONE;
  }

  @Override
  public List<RunHistory> askToStop(String pipeline, String job) {
    return List.of();
  }

  @Override
  public Pruned prune(String pipeline, Duration keep) {
    return new Pruned(0, 0, 0);
  }

  @Override
  public void close() {}

  private record UnrecordedRun(UUID uuid) implements Run {
    @Override
    public long id() {
      return 0;
    }

    @Override
    public long fencing() {
      return 0;
    }

    @Override
    public void running(UUID queryId, UUID sparkRunId) {}

    @Override
    public Task begin(BatchStart start) {
      return new UnrecordedTask();
    }

    @Override
    public boolean completed(UUID queryId, long batchId) {
      return false;
    }

    @Override
    public void note(Note note) {}

    @Override
    public void amend(List<Amendment> amendments) {}

    @Override
    public boolean renew() {
      return false;
    }

    @Override
    public void stopping() {}

    @Override
    public void finish(RunStatus status, Optional<Throwable> error) {}
  }

  private record UnrecordedTask() implements Task {
    @Override
    public long id() {
      return 0;
    }

    @Override
    public int attempt() {
      return 1;
    }

    @Override
    public void complete(TaskResult result) {}

    @Override
    public void recover(TaskResult result) {}

    @Override
    public void fail(Throwable error) {}
  }
}
