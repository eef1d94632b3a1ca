package dev.medallion.tracking;

/** Another process took the job over; this run must stop and records nothing more. */
public final class LeaseLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLost(String jobKey, String holder) {
    super("job " + jobKey + " was taken over: " + holder + "; this run records nothing more");
  }
}
