package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/** Sets task rows right in one transaction; the first log row bears the event. */
final class Amending {
  private static final Map<String, Function<RecordedTask, Object>> FIELDS = new LinkedHashMap<>();

  static {
    FIELDS.put("input_rows", RecordedTask::inputRows);
    FIELDS.put("output_rows", RecordedTask::outputRows);
    FIELDS.put("quarantined_rows", RecordedTask::quarantinedRows);
    FIELDS.put("rejected_rows", RecordedTask::rejectedRows);
    FIELDS.put("skipped_rows", RecordedTask::skippedRows);
    FIELDS.put("delta_version", RecordedTask::deltaVersion);
    FIELDS.put("start_offsets", RecordedTask::startOffsets);
    FIELDS.put("end_offsets", RecordedTask::endOffsets);
    FIELDS.put("target", RecordedTask::target);
    FIELDS.put("end_time", RecordedTask::end);
  }

  private final Transaction tx;
  private final EventLog log;
  private final long run;
  private UUID event;

  Amending(Transaction tx, EventLog log, long run, UUID event) {
    this.tx = tx;
    this.log = log;
    this.run = run;
    this.event = event;
  }

  void make(List<Amendment> amendments) throws SQLException {
    for (Amendment amendment : amendments) {
      if (amendment instanceof Amendment.Insert missing) {
        insert(missing);
      } else if (amendment instanceof Amendment.Correct wrong) {
        correct(wrong);
      } else if (amendment instanceof Amendment.Abandon untrue) {
        abandon(untrue.task().id(), untrue.task().status(), untrue.reason());
      }
    }
  }

  private void insert(Amendment.Insert missing) throws SQLException {
    BatchStart start = missing.start();
    int number = 1;
    for (TaskTable.Attempt earlier : TaskTable.attempts(tx, start.queryId(), start.batchId())) {
      if (earlier.status() == TaskStatus.STARTED) {
        abandon(earlier.id(), earlier.status(), missing.reason());
      }
      number = earlier.number() + 1;
    }
    long task = TaskTable.insert(tx, run, number, null, start);
    TaskTable.succeed(tx, task, TaskStatus.RECOVERED, null, null, missing.result());
    note(task, "status", null, TaskStatus.RECOVERED, missing.reason());
  }

  private void correct(Amendment.Correct amendment) throws SQLException {
    RecordedTask right = amendment.right();
    tx.update(
        """
        UPDATE {schema}.Task_Metadata
        SET input_rows = ?, output_rows = ?, quarantined_rows = ?, rejected_rows = ?,
          skipped_rows = ?, delta_version = ?, start_offsets = ?, end_offsets = ?, target = ?,
          end_time = ?
        WHERE task_id = ?""",
        right.inputRows(),
        right.outputRows(),
        right.quarantinedRows(),
        right.rejectedRows(),
        right.skippedRows(),
        right.deltaVersion(),
        right.startOffsets(),
        right.endOffsets(),
        right.target(),
        right.end(),
        right.id());
    FIELDS.forEach(
        (field, value) -> {
          Object before = value.apply(amendment.wrong());
          Object after = value.apply(right);
          if (!Objects.equals(before, after)) {
            note(right.id(), field, before, after, amendment.reason());
          }
        });
  }

  private void abandon(long task, TaskStatus before, String reason) throws SQLException {
    TaskTable.abandon(tx, task, null);
    note(task, "status", before, TaskStatus.ABANDONED, reason);
  }

  private void note(long task, String field, Object before, Object after, String reason) {
    log.ofTask(
        task,
        new Note(
            event,
            Level.WARN,
            EventType.OPERATOR_ACTION,
            "task " + task,
            field,
            before == null ? null : before.toString(),
            after == null ? null : after.toString(),
            reason));
    event = UUID.randomUUID();
  }
}
