package dev.medallion.tracking;

/** The job is running elsewhere; the message names the process. */
public final class LeaseHeld extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseHeld(String jobKey, HeldLease lease) {
    super(
        "job "
            + jobKey
            + " is already running: "
            + lease.holder()
            + ", lease until "
            + lease.expires());
  }
}
