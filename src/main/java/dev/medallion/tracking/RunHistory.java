package dev.medallion.tracking;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One run as it stands now.
 *
 * @param owner the process, as people read it
 * @param end null while it has not ended
 * @param errorClass null unless an error ended it
 * @param error the error's message, or null
 * @param leaseHeld whether the run's own lease is live by the database's clock
 * @param processGone whether it was a process of this host that is no more
 */
public record RunHistory(
    long id,
    UUID uuid,
    RunStatus status,
    String owner,
    Instant start,
    Instant end,
    Instant heartbeat,
    String errorClass,
    String error,
    boolean leaseHeld,
    boolean processGone) {

  /** The status, or DEAD for an open run without a live lease or a living process. */
  public RunState state() {
    boolean dead = status.isOpen() && (!leaseHeld || processGone);
    return dead ? RunState.DEAD : RunState.valueOf(status.name());
  }

  /** The status with what contradicts it: {@code RUNNING (lease ran out; process gone)}. */
  public String describe() {
    if (state() != RunState.DEAD) {
      return status.name();
    }
    List<String> reasons = new ArrayList<>();
    if (!leaseHeld) {
      reasons.add("lease ran out");
    }
    if (processGone) {
      reasons.add("process gone");
    }
    return status + " (" + String.join("; ", reasons) + ")";
  }
}
