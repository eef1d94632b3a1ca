package dev.medallion.tracking;

import dev.medallion.jdbc.ValueRefused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A run that goes on while the store is away: what it has to tell waits in a spool then, and from
 * there is put on record in order, each time the lease would be renewed. While anything waits,
 * everything waits behind it. What a run leaves in the spool the next run of the job puts on record
 * before anything else.
 */
final class SpoolingRun implements Run {
  private final JdbcRun run;
  private final Spool spool;
  private final Consumer<String> told;

  /** Why what waits was not put on record when that was last tried. */
  private volatile TrackingUnavailable refusal;

  private SpoolingRun(JdbcRun run, Spool spool, Consumer<String> told) {
    this.run = run;
    this.spool = spool;
    this.told = told;
  }

  /**
   * @param told of the beginning and the end of an outage, in sentences
   * @throws TrackingUnavailable if what an earlier run left cannot be read
   */
  static SpoolingRun over(JdbcRun run, Spool spool, Consumer<String> told) {
    SpoolingRun spooling = new SpoolingRun(run, spool, told);
    try {
      spool.look();
      spooling.deliver();
      return spooling;
    } catch (TrackingUnavailable e) {
      run.finish(RunStatus.FAILED, Optional.of(e));
      throw e;
    }
  }

  @Override
  public long id() {
    return run.id();
  }

  @Override
  public UUID uuid() {
    return run.uuid();
  }

  @Override
  public long fencing() {
    return run.fencing();
  }

  @Override
  public void running(UUID queryId, UUID sparkRunId) {
    put(new RunEntry.Running(UUID.randomUUID(), null, queryId, sparkRunId));
  }

  @Override
  public void stopping() {
    put(new RunEntry.Stopping(UUID.randomUUID(), null));
  }

  @Override
  public void note(Note note) {
    put(new RunEntry.Noted(null, note));
  }

  /** Not while the store is away. */
  @Override
  public void amend(List<Amendment> amendments) {
    run.amend(amendments);
  }

  @Override
  public Task begin(BatchStart start) {
    var begun = new TaskEntry.Begun(UUID.randomUUID(), null, start);
    if (spool.isEmpty()) {
      try {
        return run.begin(begun, this::put);
      } catch (TrackingUnavailable e) {
        away(e);
      }
    }
    add(begun);
    return new EntryTask(0, 0, begun, this::put);
  }

  /** False while that cannot be told; what comes of it is then held against the record later. */
  @Override
  public boolean completed(UUID queryId, long batchId) {
    try {
      return spool.isEmpty() && run.completed(queryId, batchId);
    } catch (TrackingUnavailable e) {
      away(e);
      return false;
    }
  }

  @Override
  public boolean renew() {
    if (!spool.isEmpty()) {
      deliverIfReadable();
      return false;
    }
    try {
      return run.renew();
    } catch (TrackingUnavailable e) {
      away(e);
      return false;
    }
  }

  @Override
  public void finish(RunStatus status, Optional<Throwable> error) {
    put(RunEntry.Finished.now(status, error));
    deliverIfReadable();
    if (!spool.isEmpty()) {
      told.accept(
          "%d tracking entries wait in %s; the next run of the job puts them on record (%s)"
              .formatted(spool.size(), spool, refusal.getMessage()));
    }
  }

  private void put(Entry entry) {
    if (spool.isEmpty()) {
      try {
        run.put(run.uuid(), entry);
        return;
      } catch (TrackingUnavailable e) {
        away(e);
      }
    }
    add(entry);
  }

  /** The entry may be on record all the same, if only the answer was lost; it has its event. */
  private void add(Entry entry) {
    spool.add(run.uuid(), entry.late(Instant.now()));
  }

  private synchronized void away(TrackingUnavailable outage) {
    refusal = outage;
    if (spool.isEmpty()) {
      String message = outage.getMessage() + "; what is to be recorded waits in " + spool;
      add(new RunEntry.Noted(null, Note.warning(EventType.ERROR, "tracking store", message)));
      told.accept(message);
    }
  }

  /** What waits is safe also while the file system does not answer. */
  private void deliverIfReadable() {
    try {
      deliver();
    } catch (TrackingUnavailable e) {
      refusal = e;
    }
  }

  /** As much as the store takes; the rest is tried again when the lease is renewed next. */
  private synchronized void deliver() {
    int delivered = 0;
    for (var item = spool.first(); item.isPresent(); item = spool.first()) {
      if (isPut(item.get())) {
        delivered++;
      } else if (!isSetAside(item.get())) {
        return;
      }
      spool.remove(item.get());
    }
    if (delivered > 0) {
      told.accept("%d tracking entries that waited are on record".formatted(delivered));
    }
  }

  private boolean isPut(Spool.Item item) {
    try {
      run.put(item.run(), item.entry());
      return true;
    } catch (TrackingUnavailable e) {
      refusal = e;
      return false;
    }
  }

  /** What no later try would put on record does not hold up what waits behind it. */
  private boolean isSetAside(Spool.Item item) {
    if (!(refusal.getCause() instanceof ValueRefused)) {
      return false;
    }
    String message =
        "an entry is set aside in %s: %s".formatted(spool.aside(item), refusal.getMessage());
    Note note = Note.error(EventType.ERROR, "tracking store", message);
    try {
      run.put(run.uuid(), new RunEntry.Noted(null, note));
    } catch (TrackingUnavailable e) {
      return false;
    }
    told.accept(message);
    return true;
  }
}
