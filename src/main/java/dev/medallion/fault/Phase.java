package dev.medallion.fault;

import java.util.Locale;

/** The steps between which a process can be made to fail; the text of one is {@code after-sink}. */
public enum Phase {
  /** A batch is planned; nothing of it is on record. */
  BEFORE_TASK,
  /** The task row says STARTED; nothing of the batch is in the target. */
  BEFORE_SINK,
  /** In a Delta commit on a local file system: its file is written under a hidden name. */
  BEFORE_RENAME,
  /** The same, the file has its name. */
  AFTER_RENAME,
  /** The rows are committed; nothing else is. */
  AFTER_SINK,
  /** Rows were kept back; they are not in the quarantine. */
  BEFORE_QUARANTINE,
  /** All rows are where they belong; the task row says STARTED. */
  BEFORE_TRACKING,
  /** In the transaction that ends the task row, behind its statements. */
  IN_TRACKING,
  /** The task row says COMPLETED; Spark has not noted the batch. */
  AFTER_TRACKING,
  /** A file has left the landing folder, and is not in the archive. */
  IN_ARCHIVE,
  /** A file is in the archive, the others of its batch may not be. */
  BETWEEN_ARCHIVED,
  /**
   * Any use of a database: a connection asked for, a statement, a commit, the answer to one. What
   * fails here is the connection.
   */
  DATABASE,
  /** The same; what fails here is the statement, for good. */
  STATEMENT,
  /** The same; what fails here is the whole transaction, as a deadlock's victim. */
  VICTIM;

  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Phase of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
