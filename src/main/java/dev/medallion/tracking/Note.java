package dev.medallion.tracking;

import java.util.UUID;

/**
 * One thing worth a row in {@code Metadata_Logs}. Secrets of JDBC URLs in its texts are masked.
 *
 * @param uuid its identity; the same note sent twice is one row
 * @param entity what it is about, such as a file, a table or {@code task 12}; or null
 * @param field the part of the entity, or null
 * @param oldValue what it was, or null
 * @param newValue what it is, or null
 */
public record Note(
    UUID uuid,
    Level level,
    EventType type,
    String entity,
    String field,
    String oldValue,
    String newValue,
    String message) {
  public Note {
    oldValue = Text.masked(oldValue);
    newValue = Text.masked(newValue);
    message = Text.masked(message);
  }

  public static Note info(EventType type, String entity, String message) {
    return of(Level.INFO, type, entity, message);
  }

  public static Note warning(EventType type, String entity, String message) {
    return of(Level.WARN, type, entity, message);
  }

  public static Note error(EventType type, String entity, String message) {
    return of(Level.ERROR, type, entity, message);
  }

  /** The same note about a change of one field. */
  public Note change(String changedField, String before, String after) {
    return new Note(uuid, level, type, entity, changedField, before, after, message);
  }

  private static Note of(Level level, EventType type, String entity, String message) {
    return new Note(UUID.randomUUID(), level, type, entity, null, null, null, message);
  }
}
