package dev.medallion.tracking;

import dev.medallion.jdbc.Row;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A row of {@code Job_Lease} as it was read.
 *
 * @param owner the owner's text
 * @param live whether it had not run out by the database's clock
 */
record HeldLease(String owner, long fencing, Instant expires, boolean live) {
  static HeldLease of(Row row) throws SQLException {
    return new HeldLease(
        row.text("owner"), row.number("fencing_no"), row.time("expires_at"), row.flag("live"));
  }

  boolean isGone() {
    return Owner.parse(owner).map(Owner::isGone).orElse(false);
  }

  /** The owner as people read it. */
  String holder() {
    return Owner.parse(owner).map(Owner::toString).orElse(owner);
  }
}
