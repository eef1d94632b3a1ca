package dev.medallion.faults;

/** The faults of the table, in its order. */
public enum Fault {
  DIES_BEFORE_TASK("the process dies before the task row"),
  DIES_BEFORE_SINK("… between task row and sink"),
  DIES_BEFORE_RENAME("… inside the Delta commit, before the rename"),
  DIES_AFTER_RENAME("… inside the Delta commit, after the rename"),
  DIES_AFTER_SINK("… between Delta commit and tracking"),
  DIES_BEFORE_QUARANTINE("… inside quarantine, before its commit"),
  DIES_BEFORE_TRACKING("… between the quarantine's commit and tracking"),
  DIES_IN_TRACKING("… inside the tracking transaction"),
  DIES_AFTER_TRACKING("… between tracking and Spark's commit log"),
  DIES_IN_ARCHIVE("… inside the move of a file to the archive"),
  DIES_BETWEEN_ARCHIVED("… between the moves of two files to the archive"),
  DIES_IN_MERGE("… inside a merge, before and after the rename"),
  FAILS_AT_PHASE("an error at each phase"),
  TERMINATED_AT_PHASE("SIGTERM at each phase"),
  RANDOM_KILLS("SIGKILL at random moments"),
  PAUSED_PAST_LEASE("SIGSTOP past the lease, then SIGCONT"),
  TWO_STARTERS("two instances started at once"),
  CALL_LOST_ONCE("the k-th database call loses its connection, once"),
  CALL_LOST_FOR_GOOD("… and every later one"),
  CALL_LOST_AND_FAIL("… with `on-outage = fail`"),
  CALL_REFUSED_ONCE("the k-th database call is refused, once"),
  CALL_REFUSED_FOR_GOOD("… and every later one, too"),
  FILE_FAILS_ONCE("the k-th file creation fails, once"),
  FILE_FAILS_FOR_GOOD("… and every later one"),
  DISK_FULL_DATA("disk full while data is written"),
  DISK_FULL_LOG("disk full while the Delta log is written"),
  DISK_FULL_CHECKPOINT("disk full while the checkpoint is written"),
  DATABASE_DOWN_AT_START("database down at start"),
  DATABASE_DOWN_SHORTLY("database down for a while"),
  DATABASE_DOWN_LONG("database down for long (scaled)"),
  DATABASE_DOWN_AND_FAIL("… with `on-outage = fail`, which ends the run"),
  DATABASE_HALF_OPEN("database accepts and does not answer"),
  DATABASE_SLOW("database answers late"),
  ANSWER_LOST("the answer to a commit is lost"),
  BROKER_KILLED("broker killed and started again"),
  BROKER_PAUSED("broker paused and continued"),
  OFFSETS_EXPIRED("offsets expired before they were read"),
  CLOCK_JUMPS("the clock jumps"),
  FILE_CHANGED("landing file changed while it is read"),
  FILE_HALF_COPIED("landing file half copied while it is read"),
  FILE_DELETED("landing file deleted while it is read"),
  EXECUTOR_KILLED("executor killed"),
  DEADLOCK_VICTIM("the k-th database call is the victim of a deadlock"),
  ERROR_NUMBERS("each error number of SQL Server"),
  CHECKPOINT_DAMAGED("checkpoint deleted, truncated, bit-flipped, with a gap");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
