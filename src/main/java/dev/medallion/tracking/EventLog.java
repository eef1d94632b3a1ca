package dev.medallion.tracking;

import dev.medallion.jdbc.JdbcUrl;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.UUID;

/** Writes the rows of {@code Metadata_Logs} that belong to one run. */
final class EventLog {
  private final long job;
  private final String actor;

  EventLog(long job) {
    this.job = job;
    this.actor = Text.clip(System.getProperty("user.name", "unknown"), 400);
  }

  /** Whether the event is on record, as it is when its transaction is run a second time. */
  static boolean has(Transaction tx, UUID event) throws SQLException {
    return tx.first(
            "SELECT log_id FROM {schema}.Metadata_Logs WHERE event_uuid = ?",
            row -> row.number("log_id"),
            event)
        .isPresent();
  }

  void ofRun(Transaction tx, Note note) throws SQLException {
    insert(tx, job, null, note, null);
  }

  void ofTask(Transaction tx, long task, Note note) throws SQLException {
    insert(tx, job, task, note, null);
  }

  /** A change of status, of a run or a task that may belong to an earlier run. */
  void statusOfRun(Transaction tx, UUID event, long id, String before, RunStatus after)
      throws SQLException {
    insert(tx, id, null, status(event, "run " + id, before, after.name()), null);
  }

  void statusOfTask(Transaction tx, UUID event, long id, TaskStatus before, TaskStatus after)
      throws SQLException {
    String old = before == null ? null : before.name();
    insert(tx, job, id, status(event, "task " + id, old, after.name()), null);
  }

  void error(Transaction tx, Long task, String entity, Throwable error) throws SQLException {
    Note note = Note.error(EventType.ERROR, entity, entity + " failed: " + Text.sentence(error));
    insert(tx, job, task, note, Text.trace(error));
  }

  private static Note status(UUID event, String entity, String before, String after) {
    Level level = after.equals(RunStatus.ABANDONED.name()) ? Level.WARN : Level.INFO;
    String message = entity + " is " + after + (before == null ? "" : ", was " + before);
    return new Note(event, level, EventType.STATE_CHANGE, entity, "status", before, after, message);
  }

  private void insert(Transaction tx, long run, Long task, Note note, String trace)
      throws SQLException {
    tx.update(
        """
        INSERT INTO {schema}.Metadata_Logs (event_uuid, job_id, task_id, level, event_type, entity,
          field, old_value, new_value, actor, message, stack_trace)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        note.uuid(),
        run,
        task,
        note.level(),
        note.type(),
        Text.clip(note.entity(), 1000),
        Text.clip(note.field(), 400),
        Text.masked(note.oldValue()),
        Text.masked(note.newValue()),
        actor,
        JdbcUrl.mask(note.message()),
        trace);
  }
}
