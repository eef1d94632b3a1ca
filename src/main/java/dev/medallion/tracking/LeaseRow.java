package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The one row of {@code Job_Lease} that stands for a job, in the hands of one would-be owner. */
final class LeaseRow {
  private final String jobKey;
  private final String owner;
  private final int millis;

  LeaseRow(String jobKey, Owner owner, Duration length) {
    this.jobKey = jobKey;
    this.owner = owner.text();
    this.millis = Math.toIntExact(length.toMillis());
  }

  String jobKey() {
    return jobKey;
  }

  Optional<HeldLease> read(Transaction tx) throws SQLException {
    return tx.first(
        """
        SELECT owner, fencing_no, expires_at,
          CASE WHEN expires_at > {now} THEN 1 ELSE 0 END AS live
        FROM {schema}.Job_Lease
        WHERE job_key = ?""",
        HeldLease::of,
        jobKey);
  }

  /** Takes the lease where nobody holds it; returns the fencing number, or nothing. */
  OptionalLong take(Transaction tx, Optional<HeldLease> seen) throws SQLException {
    if (seen.isEmpty()) {
      return insert(tx) ? OptionalLong.of(1) : OptionalLong.empty();
    }
    HeldLease lease = seen.get();
    if (lease.owner().equals(owner)) {
      return OptionalLong.of(lease.fencing()); // taken by this same call, whose answer was lost
    }
    boolean taken = lease.isGone() ? takeOver(tx, lease) : !lease.live() && takeExpired(tx, lease);
    return taken ? OptionalLong.of(lease.fencing() + 1) : OptionalLong.empty();
  }

  private boolean insert(Transaction tx) throws SQLException {
    return tx.insertNew(
        """
        INSERT INTO {schema}.Job_Lease (job_key, owner, fencing_no, expires_at)
        VALUES (?, ?, 1, DATEADD(MILLISECOND, ?, {now}))""",
        jobKey,
        owner,
        millis);
  }

  private boolean takeOver(Transaction tx, HeldLease lease) throws SQLException {
    return tx.update(
            """
            UPDATE {schema}.Job_Lease
            SET owner = ?, fencing_no = fencing_no + 1,
              expires_at = DATEADD(MILLISECOND, ?, {now})
            WHERE job_key = ? AND fencing_no = ?""",
            owner,
            millis,
            jobKey,
            lease.fencing())
        == 1;
  }

  private boolean takeExpired(Transaction tx, HeldLease lease) throws SQLException {
    return tx.update(
            """
            UPDATE {schema}.Job_Lease
            SET owner = ?, fencing_no = fencing_no + 1,
              expires_at = DATEADD(MILLISECOND, ?, {now})
            WHERE job_key = ? AND fencing_no = ? AND expires_at <= {now}""",
            owner,
            millis,
            jobKey,
            lease.fencing())
        == 1;
  }

  /**
   * Renews the lease and keeps every other transaction of the job waiting until this one ends. In a
   * store that lost its last transactions another may have been given the same number.
   */
  void renew(Transaction tx, long fencing) throws SQLException {
    requireHeld(
        tx,
        tx.update(
            """
            UPDATE {schema}.Job_Lease
            SET expires_at = DATEADD(MILLISECOND, ?, {now})
            WHERE job_key = ? AND fencing_no = ? AND owner = ?""",
            millis,
            jobKey,
            fencing,
            owner));
  }

  /**
   * Gives the lease back: it has run out, and would have if the database's clock were set back.
   * Keeps others waiting like {@link #renew}.
   */
  void release(Transaction tx, long fencing) throws SQLException {
    requireHeld(
        tx,
        tx.update(
            """
            UPDATE {schema}.Job_Lease
            SET expires_at = ?
            WHERE job_key = ? AND fencing_no = ? AND owner = ?""",
            Instant.EPOCH,
            jobKey,
            fencing,
            owner));
  }

  private void requireHeld(Transaction tx, int changed) throws SQLException {
    if (changed == 0) {
      throw new LeaseLost(jobKey, read(tx).map(HeldLease::holder).orElse("its lease is gone"));
    }
  }
}
