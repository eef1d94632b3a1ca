package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import dev.medallion.jdbc.Work;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Lets a run write while the lease is its own, and never after its end. */
final class Fence {
  private final Records records;
  private final LeaseRow lease;
  private final long fencing;
  private final long job;
  private final AtomicBoolean ended = new AtomicBoolean();

  Fence(Records records, LeaseRow lease, long fencing, long job) {
    this.records = records;
    this.lease = lease;
    this.fencing = fencing;
    this.job = job;
  }

  /** A part of a transaction that gives nothing back. */
  @FunctionalInterface
  interface Change {
    void in(Transaction tx) throws SQLException;
  }

  long fencing() {
    return fencing;
  }

  /** One transaction that begins by renewing the lease, or with {@link LeaseLost}. */
  <T> T write(Work<T> work) {
    if (ended.get()) {
      throw new IllegalStateException(
          "run " + job + " of " + lease.jobKey() + " has ended; nothing can be added to it");
    }
    return fenced(work);
  }

  /** The same, where nothing is done if the event is on record already. */
  void once(UUID event, Change change) {
    write(tx -> unless(event, change, tx));
  }

  /** The last change: it gives the lease back. A second one does nothing. */
  void end(UUID event, Change change) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      fenced(tx -> unless(event, change, tx));
    } catch (RuntimeException e) {
      ended.set(e instanceof LeaseLost);
      throw e;
    }
  }

  /** Within the last change. */
  void release(Transaction tx) throws SQLException {
    lease.release(tx, fencing);
  }

  <T> T read(Work<T> work) {
    return records.transaction(work);
  }

  private <T> T fenced(Work<T> work) {
    return records.transaction(
        tx -> {
          lease.renew(tx, fencing);
          RunTable.beat(tx, job);
          return work.in(tx);
        });
  }

  private static Void unless(UUID event, Change change, Transaction tx) throws SQLException {
    if (!EventLog.has(tx, event)) {
      change.in(tx);
    }
    return null;
  }
}
