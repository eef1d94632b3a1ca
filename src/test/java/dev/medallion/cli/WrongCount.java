package dev.medallion.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Columns that are made wrong in task rows, each in another, with the lines that tell it. They
 * stand in the order in which they are told.
 */
enum WrongCount {
  TOO_FEW_QUARANTINED(
      1,
      "quarantined_rows = 0",
      "bronze: batch 0: quarantined_rows: task row 1 has 0, but the log of"
          + " ~/lake/bronze/sales_quarantine has 1; the Delta log is right"),
  TOO_MANY_QUARANTINED(
      2,
      "quarantined_rows = 5",
      "bronze: batch 1: quarantined_rows: task row 2 has 5, but the log of"
          + " ~/lake/bronze/sales_quarantine has 0; the Delta log is right"),
  SKIPPED(
      4,
      "skipped_rows = 5",
      "silver: batch 0: skipped_rows: task row 4 has 5, but run 2 had no `duplicates`, and its source"
          + " has no tombstones; tracking only reports"),
  MOVED(
      5,
      "quarantined_rows = NULL, rejected_rows = 2",
      "silver: batch 1: quarantined_rows: task row 5 has none, but the log of"
          + " ~/lake/silver/dear_quarantine has 1; the Delta log is right",
      "silver: batch 1: rejected_rows: task row 5 has 2, but the log of"
          + " ~/lake/silver/dear_quarantine has 1; the Delta log is right"),
  TARGET(
      6,
      "target = 'elsewhere'",
      "silver: batch 2: target: task row 6 has elsewhere, but other rows of run 2 have"
          + " ~/lake/silver/dear; the Delta log is right");

  private final int task;
  private final String change;
  private final List<String> lines;

  WrongCount(int task, String change, String... lines) {
    this.task = task;
    this.change = change;
    this.lines = List.of(lines);
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
    Stream.of(values())
        .flatMap(wrong -> wrong.lines.stream())
        .map(line -> line + ": run `medallion reconcile CONF --repair`")
        .forEach(lines::add);
    lines.add("Compared. jobs=3 batches=9 disagreements=%d repaired=0".formatted(lines.size()));
    return lines;
  }
}
