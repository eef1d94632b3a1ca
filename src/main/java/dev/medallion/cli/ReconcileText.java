package dev.medallion.cli;

import dev.medallion.reconcile.Disagreement;
import dev.medallion.reconcile.Report;
import java.util.List;

/** What came of a comparison, for people. */
final class ReconcileText {
  private ReconcileText() {}

  static String of(Report report, List<Disagreement> repaired) {
    StringBuilder text = new StringBuilder();
    for (Disagreement one : repaired) {
      text.append(
          "%s: %s%s: repaired: %s, but %s%n"
              .formatted(
                  one.job(),
                  one.batch() == null ? "" : "batch " + one.batch() + ": ",
                  one.what(),
                  one.found(),
                  one.against()));
    }
    report.disagreements().forEach(one -> text.append("%s%n".formatted(one)));
    report.jobs().stream()
        .filter(job -> !job.hasLog())
        .forEach(
            job ->
                text.append(
                    "%s: its target keeps no log; only checkpoint and tracking were compared%n"
                        .formatted(job.job())));
    return text.append(
            "Compared. jobs=%d batches=%d disagreements=%d repaired=%d%n"
                .formatted(
                    report.jobs().size(),
                    report.batches(),
                    report.disagreements().size(),
                    repaired.size()))
        .toString();
  }
}
