package dev.medallion.pipeline;

import dev.medallion.sink.Signature;
import dev.medallion.sink.Written;

/**
 * What the rows of a replay are made of, as the target is told. One that tells less can be of any.
 *
 * @param rules the fingerprint of what decides whether a row passes
 */
record ReplayOrigin(ReplayPlan plan, String rules) {

  String text() {
    return plan.fingerprint() + "/" + rules;
  }

  /** Whether a write can be of the same rows of the quarantine. */
  boolean fitsRows(Written written) {
    String made = Signature.offsets(written.note());
    return made.isEmpty() || made.equals(plan.fingerprint()) || tellsRules(made);
  }

  /** Whether a write of the same rows can be by the same rules. */
  boolean fitsRules(Written written) {
    String made = Signature.offsets(written.note());
    return !tellsRules(made) || made.equals(text());
  }

  private boolean tellsRules(String made) {
    return made.startsWith(plan.fingerprint() + "/");
  }
}
