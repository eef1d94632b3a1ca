package dev.medallion.pipeline;

import dev.medallion.transform.Limit;
import java.util.function.Consumer;

/**
 * Passes the news on, and tells of a batch of which more was kept back than may be.
 *
 * @param exceeded called behind such a batch
 */
record LimitWatch(BatchListener listener, Limit limit, Consumer<LimitExceeded> exceeded)
    implements BatchListener {
  @Override
  public void batch(BatchReport report) {
    listener.batch(report);
    long keptBack = report.result().quarantinedRows() + report.result().rejectedRows();
    limit
        .exceeded(keptBack, report.result().inputRows())
        .ifPresent(finding -> exceeded.accept(new LimitExceeded(report.batch(), finding)));
  }

  @Override
  public void say(String name, String message) {
    listener.say(name, message);
  }

  @Override
  public void ended(String name, Outcome outcome) {
    listener.ended(name, outcome);
  }
}
