package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Starts one run: gets the lease, closes what died before it, and writes its first rows. */
final class Starter {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Records records;
  private final Records writing;
  private final RunStart start;
  private final Owner owner;
  private final LeaseRow lease;

  /**
   * @param writing what the run writes with, once it has started
   */
  Starter(Records records, Records writing, RunStart start, Duration leaseLength) {
    this.records = records;
    this.writing = writing;
    this.start = start;
    this.owner = Owner.ofThisProcess(UUID.randomUUID());
    this.lease = new LeaseRow(start.jobKey(), owner, leaseLength);
  }

  /** Either the started run, or the lease that stands in its way. */
  private record Attempt(Optional<JdbcRun> run, Optional<HeldLease> held) {}

  JdbcRun start() {
    Optional<HeldLease> first = Optional.empty();
    while (true) {
      Attempt attempt = records.transaction(this::attempt);
      if (attempt.run().isPresent()) {
        return attempt.run().get();
      }
      refuseIfRenewed(first, attempt.held());
      first = first.isPresent() ? first : attempt.held();
      pause();
    }
  }

  private void refuseIfRenewed(Optional<HeldLease> first, Optional<HeldLease> now) {
    if (first.isPresent()
        && now.isPresent()
        && !now.get().expires().equals(first.get().expires())) {
      throw new LeaseHeld(start.jobKey(), now.get());
    }
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while waiting for the lease of job " + start.jobKey(), e);
    }
  }

  private Attempt attempt(Transaction tx) throws SQLException {
    Optional<HeldLease> seen = lease.read(tx);
    OptionalLong fencing = lease.take(tx, seen);
    if (fencing.isEmpty()) {
      return new Attempt(Optional.empty(), seen);
    }
    return new Attempt(Optional.of(run(tx, seen, fencing.getAsLong())), Optional.empty());
  }

  private JdbcRun run(Transaction tx, Optional<HeldLease> before, long fencing)
      throws SQLException {
    OptionalLong known = RunTable.find(tx, owner.run());
    long id = known.isPresent() ? known.getAsLong() : insert(tx, before, fencing);
    return new JdbcRun(id, owner.run(), new Fence(writing, lease, fencing, id));
  }

  private long insert(Transaction tx, Optional<HeldLease> before, long fencing)
      throws SQLException {
    OptionalLong previous = RunTable.latest(tx, start.pipeline(), start.job());
    List<RunTable.OpenRun> dead = RunTable.open(tx, start);
    for (RunTable.OpenRun run : dead) {
      RunTable.end(tx, run.id(), RunStatus.ABANDONED, null, null);
    }
    long id = RunTable.insert(tx, owner, fencing, start);
    List<EventLog> ends = new ArrayList<>();
    for (RunTable.OpenRun run : dead) {
      ends.add(abandonTasks(tx, run));
    }
    ParameterTable.insert(tx, id, start.parameters());
    for (EventLog end : ends) {
      end.write(tx);
    }
    log(tx, id, previous, before, fencing).write(tx);
    return id;
  }

  private static EventLog abandonTasks(Transaction tx, RunTable.OpenRun run) throws SQLException {
    EventLog log = new EventLog(run.id());
    for (TaskTable.Attempt task : TaskTable.open(tx, run.id())) {
      TaskTable.abandon(tx, task.id(), null);
      log.statusOfTask(UUID.randomUUID(), task.id(), task.status(), TaskStatus.ABANDONED);
    }
    log.statusOfRun(UUID.randomUUID(), run.id(), run.status(), RunStatus.ABANDONED);
    return log;
  }

  private EventLog log(
      Transaction tx, long id, OptionalLong previous, Optional<HeldLease> before, long fencing)
      throws SQLException {
    EventLog log = new EventLog(id);
    log.statusOfRun(UUID.randomUUID(), id, null, RunStatus.STARTING);
    log.ofRun(
        Note.info(EventType.LEASE, "lease " + start.jobKey(), "lease taken as number " + fencing)
            .change("owner", before.map(HeldLease::holder).orElse(null), owner.toString()));
    if (previous.isPresent()) {
      ParameterTable.changes(tx, previous.getAsLong(), start.parameters()).forEach(log::ofRun);
    }
    return log;
  }
}
