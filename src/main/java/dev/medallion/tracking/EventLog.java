package dev.medallion.tracking;

import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The rows of {@code Metadata_Logs} that one transaction of a run leaves. They are written last, by
 * one statement: this table is the end of the lock order.
 */
final class EventLog {
  private final long job;
  private final Instant at;
  private final String actor = Text.clip(System.getProperty("user.name", "unknown"), 400);
  private final List<Object[]> rows = new ArrayList<>();

  EventLog(long job) {
    this(job, null);
  }

  /** Of what happened at some time, and is written later. */
  EventLog(long job, Instant at) {
    this.job = job;
    this.at = at;
  }

  /** Whether the event is on record, as it is when its transaction is run a second time. */
  static boolean has(Transaction tx, UUID event) throws SQLException {
    return tx.first(
            "SELECT log_id FROM {schema}.Metadata_Logs WHERE event_uuid = ?",
            row -> row.number("log_id"),
            event)
        .isPresent();
  }

  void ofRun(Note note) {
    add(job, null, note, null);
  }

  void ofTask(long task, Note note) {
    add(job, task, note, null);
  }

  /** A change of status of this run or an earlier one. */
  void statusOfRun(UUID event, long id, String before, RunStatus after) {
    add(id, null, status(event, "run " + id, before, after.name()), null);
  }

  void statusOfTask(UUID event, long id, TaskStatus before, TaskStatus after) {
    String old = before == null ? null : before.name();
    add(job, id, status(event, "task " + id, old, after.name()), null);
  }

  void error(Long task, String entity, Failure failure) {
    Note note = Note.error(EventType.ERROR, entity, entity + " failed: " + failure.message());
    add(job, task, note, failure.trace());
  }

  private static Note status(UUID event, String entity, String before, String after) {
    Level level = after.equals(RunStatus.ABANDONED.name()) ? Level.WARN : Level.INFO;
    String message = entity + " is " + after + (before == null ? "" : ", was " + before);
    return new Note(event, level, EventType.STATE_CHANGE, entity, "status", before, after, message);
  }

  private void add(long run, Long task, Note note, String trace) {
    rows.add(
        new Object[] {
          note.uuid(),
          run,
          task,
          at,
          note.level(),
          note.type(),
          Text.clip(note.entity(), 1000),
          Text.clip(note.field(), 400),
          note.oldValue(),
          note.newValue(),
          actor,
          note.message(),
          trace
        });
  }

  void write(Transaction tx) throws SQLException {
    tx.batch(
        """
        INSERT INTO {schema}.Metadata_Logs (event_uuid, job_id, task_id, event_time, level, event_type,
          entity, field, old_value, new_value, actor, message, stack_trace)
        VALUES (?, ?, ?, COALESCE(?, {now}), ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        rows);
  }
}
