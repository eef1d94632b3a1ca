package dev.medallion.reconcile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Collects the disagreements of one job. */
final class Findings {
  static final String LOG = "the Delta log is right";
  static final String CHECKPOINT = "the checkpoint is right";
  static final String TRACKING = "tracking only reports";

  private static final Set<String> DOUBTS = Set.of("signature", "offsets", "target", "quarantine");

  private final String job;
  private final List<Disagreement> found = new ArrayList<>();

  Findings(String job) {
    this.job = job;
  }

  /** The batch that a disagreement is about. */
  record At(UUID query, Long batch) {
    static final At NOTHING = new At(null, null);
  }

  /** One that a repair of the tracking store ends. */
  void repairable(At at, String what, String found, String against, String right, Fix fix) {
    add(at, what, found, against, right, Disagreement.REPAIR, Optional.of(fix));
  }

  /** One that only people can end. */
  void add(At at, String what, String found, String against, String right, String remedy) {
    add(at, what, found, against, right, remedy, Optional.empty());
  }

  private void add(
      At at,
      String what,
      String here,
      String against,
      String right,
      String remedy,
      Optional<Fix> fix) {
    found.add(
        new Disagreement(job, at.query(), at.batch(), what, here, against, right, remedy, fix));
  }

  /** Whether something was found about a batch already. */
  boolean has(At at) {
    return found.stream()
        .anyMatch(one -> at.batch().equals(one.batch()) && at.query().equals(one.query()));
  }

  /**
   * All of them. Where the log or the checkpoint is itself in doubt about a batch or the one before
   * it, nothing is set right by them.
   */
  List<Disagreement> all() {
    return found.stream().map(this::withoutDoubt).toList();
  }

  private Disagreement withoutDoubt(Disagreement one) {
    if (one.fix().isEmpty() || one.batch() == null) {
      return one;
    }
    return found.stream()
        .filter(other -> other.fix().isEmpty() && one.query().equals(other.query()))
        .filter(other -> DOUBTS.contains(other.what()))
        .filter(other -> one.batch() - other.batch() >= 0 && one.batch() - other.batch() <= 1)
        .findFirst()
        .map(other -> one.unrepaired("settle first what is said of batch " + other.batch()))
        .orElse(one);
  }
}
