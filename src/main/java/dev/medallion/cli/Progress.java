package dev.medallion.cli;

import dev.medallion.pipeline.BatchListener;
import dev.medallion.pipeline.BatchReport;
import dev.medallion.pipeline.Outcome;
import dev.medallion.source.SourceStream.Lag;
import dev.medallion.tracking.TaskResult;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Shows running jobs: a live line for each on a terminal, a plain line for each batch elsewhere.
 */
final class Progress implements BatchListener, AutoCloseable {
  private static final String UP_AND_CLEAR = "\u001b[%dA\u001b[J";

  private final PrintWriter out;
  private final Screen screen;
  private final Map<String, Totals> totals = new LinkedHashMap<>();
  private final Map<String, String> lines = new LinkedHashMap<>();
  private int shown;

  private enum Screen {
    TERMINAL,
    PLAIN
  }

  private Progress(PrintWriter out, Screen screen) {
    this.out = out;
    this.screen = screen;
  }

  static Progress on(PrintWriter out) {
    return new Progress(out, System.console() == null ? Screen.PLAIN : Screen.TERMINAL);
  }

  @Override
  public synchronized void batch(BatchReport report) {
    TaskResult result = report.result();
    long written = Optional.ofNullable(result.outputRows()).orElse(0L);
    Totals batch =
        new Totals(
            1, result.inputRows(), written, result.quarantinedRows() + result.rejectedRows());
    Totals all = totals.merge(report.job(), batch, Totals::plus);
    if (screen == Screen.TERMINAL) {
      lines.put(report.job(), line(report, all));
      redraw();
    } else {
      out.println(line(report, batch));
    }
  }

  @Override
  public synchronized void say(String job, String message) {
    above(job + ": " + message);
  }

  @Override
  public synchronized void ended(String job, Outcome outcome) {
    outcome
        .sentence()
        .ifPresent(sentence -> above("%s %s: %s".formatted(job, outcome.state(), sentence)));
  }

  /** The sum over all jobs. */
  synchronized Totals totals() {
    return totals.values().stream().reduce(Totals.NONE, Totals::plus);
  }

  /** Leaves the last state of the live lines on the terminal. */
  @Override
  public synchronized void close() {
    shown = 0;
    lines.clear();
  }

  private static String line(BatchReport report, Totals rows) {
    double seconds = report.nanos() / 1e9;
    return "%s: batch %d, %d rows in, %d out, %d quarantined, %.0f rows/s%s"
        .formatted(
            report.job(),
            report.batch(),
            rows.read(),
            rows.written(),
            rows.quarantined(),
            report.result().inputRows() / Math.max(seconds, 1e-3),
            lag(report.lag()));
  }

  private static String lag(Lag lag) {
    return lag.isKnown() ? ", %d %s behind".formatted(lag.total(), lag.unit()) : "";
  }

  private void above(String message) {
    erase();
    out.println(message);
    redraw();
  }

  private void redraw() {
    erase();
    lines.values().forEach(out::println);
    shown = lines.size();
    out.flush();
  }

  private void erase() {
    if (shown > 0) {
      out.print(UP_AND_CLEAR.formatted(shown));
      shown = 0;
    }
  }
}
