package dev.medallion.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Task rows that are made wrong, each in another batch, with what is to be found of them and what
 * is to be on record of their repair. They stand in the order in which they are told.
 */
enum WrongRow {
  OUTPUT(
      "bronze: batch 0: output_rows: task row 1 has 7, but version 0 of ~/lake/bronze/sales has 2;"
          + " the Delta log is right",
      "task 1 output_rows 7 2",
      "UPDATE Task_Metadata SET output_rows = 7 WHERE task_id = 1"),
  DELETED(
      "bronze: batch 1: task row: no task row says that it is done, but version 1 of"
          + " ~/lake/bronze/sales holds it; the Delta log is right",
      "task 12 status null RECOVERED",
      "DELETE FROM Metadata_Logs WHERE task_id = 2",
      "DELETE FROM Task_Metadata WHERE task_id = 2"),
  VERSION(
      "bronze: batch 2: delta_version: task row 3 has 0, but version 2 of ~/lake/bronze/sales holds"
          + " it; the Delta log is right",
      "task 3 delta_version 0 2",
      "UPDATE Task_Metadata SET delta_version = 0 WHERE task_id = 3"),
  RUN(
      "silver: run 2: its row says RUNNING, but its lease has run out or its process is gone; the"
          + " lease is right",
      "",
      "UPDATE Job_Metadata SET status = 'RUNNING', end_time = NULL WHERE job_id = 2"),
  INPUT(
      "silver: batch 0: input_rows: task row 4 has 7, but the versions of ~/lake/bronze/sales that"
          + " it read have 2; the Delta log is right",
      "task 4 input_rows 7 2",
      "UPDATE Task_Metadata SET input_rows = 7 WHERE task_id = 4"),
  QUARANTINED(
      "silver: batch 1: quarantined_rows: task row 5 has 0, but the log of"
          + " ~/lake/silver/dear_quarantine has 1; the Delta log is right",
      "task 5 quarantined_rows 0 1",
      "UPDATE Task_Metadata SET quarantined_rows = 0 WHERE task_id = 5"),
  OFFSETS(
      "silver: batch 2: end_offsets: task row 6 has {}, but"
          + " ~/lake/_checkpoints/sketch/silver/offsets/2 has"
          + " {\"sourceVersion\":1,\"reservoirId\":\"UUID\",\"reservoirVersion\":3,\"index\":-1,"
          + "\"isStartingVersion\":false}; the checkpoint is right",
      "task 6 end_offsets {} {\"sourceVersion\":1,\"reservoirId\":\"UUID\",\"reservoirVersion\":3,"
          + "\"index\":-1,\"isStartingVersion\":false}",
      "UPDATE Task_Metadata SET end_offsets = '{}' WHERE task_id = 6"),
  STARTED(
      "gold: batch 2: task 11: its row says STARTED, but its run 3 is COMPLETED; the run is right",
      "task 11 status STARTED ABANDONED",
      "INSERT INTO Task_Metadata (task_id, job_id, query_id, batch_id, attempt_no, status)"
          + " SELECT 11, job_id, query_id, batch_id, 2, 'STARTED' FROM Task_Metadata"
          + " WHERE task_id = 9",
      "ALTER TABLE Task_Metadata ALTER COLUMN task_id RESTART WITH 12"),
  START(
      "gold: batch 0: start_offsets: task row 7 has {}, but"
          + " ~/lake/_checkpoints/sketch/gold/offsets/0 has null; the checkpoint is right",
      "task 7 start_offsets {} null",
      "UPDATE Task_Metadata SET start_offsets = '{}' WHERE task_id = 7"),
  ENDLESS(
      "gold: batch 1: task 8: its row says COMPLETED, but it has no end; tracking only reports",
      "task 8 end_time null TIME",
      "UPDATE Task_Metadata SET end_time = NULL WHERE task_id = 8"),
  INVENTED(
      "gold: batch 9: task row: task row 10 says COMPLETED, but neither the log of"
          + " ~/lake/gold/shops nor ~/lake/_checkpoints/sketch/gold/commits has it; tracking only"
          + " reports",
      "task 10 status COMPLETED ABANDONED",
      "INSERT INTO Task_Metadata (task_id, job_id, query_id, batch_id, attempt_no, status, end_time)"
          + " SELECT 10, job_id, query_id, 9, 1, 'COMPLETED', end_time FROM Task_Metadata"
          + " WHERE task_id = 9");

  private final String line;
  private final String operation;
  private final String[] statements;

  WrongRow(String line, String operation, String... statements) {
    this.line = line;
    this.operation = operation;
    this.statements = statements;
  }

  void plant(Told lake) {
    lake.tracking(statements);
  }

  static void plantAll(Told lake) {
    Stream.of(values()).forEach(wrong -> wrong.plant(lake));
  }

  /** What is told when all are there. */
  static List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (WrongRow wrong : values()) {
      lines.add(wrong.line + ": run `medallion reconcile CONF --repair`");
    }
    lines.add("Compared. jobs=3 batches=10 disagreements=%d repaired=0".formatted(values().length));
    return lines;
  }

  /** What is on record when all have been repaired. */
  static List<String> operations() {
    return Arrays.stream(values())
        .map(wrong -> wrong.operation)
        .filter(operation -> !operation.isEmpty())
        .toList();
  }
}
