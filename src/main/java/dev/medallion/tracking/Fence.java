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

  /** What a run does in a transaction; what it notes in the log is written at the end. */
  @FunctionalInterface
  interface Step<T> {
    T in(Transaction tx, EventLog log) throws SQLException;
  }

  /** A step that gives nothing back. */
  @FunctionalInterface
  interface Change {
    void in(Transaction tx, EventLog log) throws SQLException;
  }

  long fencing() {
    return fencing;
  }

  /** One transaction that begins by renewing the lease, or with {@link LeaseLost}. */
  <T> T write(Step<T> step) {
    if (ended.get()) {
      throw new IllegalStateException(
          "run " + job + " of " + lease.jobKey() + " has ended; nothing can be added to it");
    }
    return fenced(lease::renew, step);
  }

  /** The same, where nothing is done if the event is on record already. */
  void once(UUID event, Change change) {
    write(unless(event, change));
  }

  /** The last change: it gives the lease back. A second one does nothing. */
  void end(UUID event, Change change) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      fenced(lease::release, unless(event, change));
    } catch (LeaseLost e) {
      // The lease may have been given back by this very end, whose answer was lost, and be taken.
      if (!records.<Boolean>transaction(tx -> EventLog.has(tx, event))) {
        throw e;
      }
    } catch (RuntimeException e) {
      ended.set(false);
      throw e;
    }
  }

  <T> T read(Work<T> work) {
    return records.transaction(work);
  }

  /** What is done to the lease, which is locked by it until the transaction's end. */
  @FunctionalInterface
  private interface Hold {
    void in(Transaction tx, long fencing) throws SQLException;
  }

  private <T> T fenced(Hold hold, Step<T> step) {
    return records.transaction(
        tx -> {
          hold.in(tx, fencing);
          RunTable.beat(tx, job);
          EventLog log = new EventLog(job);
          T result = step.in(tx, log);
          log.write(tx);
          return result;
        });
  }

  private static Step<Void> unless(UUID event, Change change) {
    return (tx, log) -> {
      if (!EventLog.has(tx, event)) {
        change.in(tx, log);
      }
      return null;
    };
  }
}
