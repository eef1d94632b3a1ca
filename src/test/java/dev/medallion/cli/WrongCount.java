package dev.medallion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Counts that are made wrong in task rows, each in another, with the line that tells it. They stand
 * in the order in which they are told.
 */
enum WrongCount {
  TOO_FEW_QUARANTINED(
      1,
      "quarantined_rows = 0",
      "bronze: batch 0: quarantined_rows: task row 1 has 0, but the log of"
          + " ~/lake/bronze/sales_quarantine has 1"),
  TOO_MANY_QUARANTINED(
      2,
      "quarantined_rows = 5",
      "bronze: batch 1: quarantined_rows: task row 2 has 5, but the log of"
          + " ~/lake/bronze/sales_quarantine has 0");

  private final int task;
  private final String change;
  private final String line;

  WrongCount(int task, String change, String line) {
    this.task = task;
    this.change = change;
    this.line = line;
  }

  static void plantAll(Told lake) {
    Stream.of(values())
        .map(
            wrong ->
                "UPDATE Task_Metadata SET %s WHERE task_id = %d"
                    .formatted(wrong.change, wrong.task))
        .forEach(lake::tracking);
  }

  /** What is told when all are there. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (WrongCount wrong : values()) {
      lines.add(wrong.line + "; the Delta log is right: run `medallion reconcile CONF --repair`");
    }
    lines.add("Compared. jobs=3 batches=9 disagreements=%d repaired=0".formatted(lines.size()));
    return lines;
  }
}
