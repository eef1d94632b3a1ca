package dev.medallion.tracking;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/**
 * One thing that a run puts on record: at once, or later out of a spool, perhaps by a later run of
 * the job. It is on record when its event is, and is not put there again then.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RunEntry.Running.class, name = "running"),
  @JsonSubTypes.Type(value = RunEntry.Stopping.class, name = "stopping"),
  @JsonSubTypes.Type(value = RunEntry.Finished.class, name = "finished"),
  @JsonSubTypes.Type(value = RunEntry.Noted.class, name = "noted"),
  @JsonSubTypes.Type(value = TaskEntry.Begun.class, name = "begun"),
  @JsonSubTypes.Type(value = TaskEntry.Ended.class, name = "ended")
})
sealed interface Entry permits RunEntry, TaskEntry {
  UUID event();

  /** When it happened by this machine's clock; null if it is put on record as it happens. */
  Instant at();

  /** The same, to be put on record later. */
  Entry late(Instant time);

  /** Changes the rows of a run; what is to be told of it goes to the log, with the event. */
  void put(Transaction tx, EventLog log, long run) throws SQLException;
}
