package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import dev.medallion.jdbc.Work;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

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

  long fencing() {
    return fencing;
  }

  /** One transaction that begins by renewing the lease, or with {@link LeaseLost}. */
  <T> T write(Step<T> step) {
    requireOpen();
    return fenced(lease::renew, () -> new EventLog(job), step);
  }

  /** Puts an entry of this run, or of an earlier one, on record, unless it is there already. */
  void put(long run, Entry entry) {
    requireOpen();
    fenced(lease::renew, run, entry);
  }

  private void requireOpen() {
    if (ended.get()) {
      throw new IllegalStateException(
          "run " + job + " of " + lease.jobKey() + " has ended; nothing can be added to it");
    }
  }

  /** The last change: it gives the lease back. A second one does nothing. */
  void end(Entry entry) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try {
      fenced(lease::release, job, entry);
    } catch (LeaseLost e) {
      // The lease may have been given back by this very end, whose answer was lost, and be taken.
      if (!records.<Boolean>transaction(tx -> EventLog.has(tx, entry.event()))) {
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

  private void fenced(Hold hold, long run, Entry entry) {
    fenced(
        hold,
        () -> new EventLog(run, entry.at()),
        (tx, log) -> {
          if (!EventLog.has(tx, entry.event())) {
            entry.put(tx, log, run);
          }
          return null;
        });
  }

  private <T> T fenced(Hold hold, Supplier<EventLog> made, Step<T> step) {
    return records.transaction(
        tx -> {
          hold.in(tx, fencing);
          RunTable.beat(tx, job);
          EventLog log = made.get();
          T result = step.in(tx, log);
          log.write(tx);
          return result;
        });
  }
}
