package dev.medallion.faults;

/** What keeps rows and tracking rows right after a fault, and how each is taken out. */
enum Guard {
  /** Without the look-up of the next run alone nothing is wrong: Delta skips the batch by this. */
  TRANSACTION_ID(
      "the transaction id in a Delta commit, by which Delta and the next run know a batch again",
      "the process dies between Delta commit and tracking",
      "sink/DeltaAppend",
      """
              .option("txnAppId", proof.application())
              .option("txnVersion", proof.version())
      """,
      ""),
  QUARANTINE_ID(
      "the transaction id in the quarantine's commit",
      "the process dies between the quarantine's commit and tracking",
      "sink/DeltaSink",
      "return query + \"/\"",
      "return (purpose == Purpose.QUARANTINE ? UUID.randomUUID() : query) + \"/\""),
  MERGE_ID(
      "the transaction id in the commit of a merge",
      "the process dies between the Delta commit of an upsert and tracking",
      "sink/MergeProof",
      """
                  CONF + "write.txnAppId", proof.application(),
                  CONF + "write.txnVersion", proof.version(),
      """,
      ""),
  RECOUNT(
      "the new count of a batch that the target has already",
      "the process dies between the quarantine's commit and tracking",
      "pipeline/Attempt",
      "Counts in = rows.recount();",
      "Counts in = Counts.NONE;"),
  QUARANTINE_AGAIN(
      "the quarantine of a batch that the target has already",
      "the process dies inside quarantine, before its commit",
      "pipeline/Attempt",
      "Counts in = rows.recount();",
      """
      Counts all = rows.recount();
      Counts in = new Counts(all.passed(), 0, all.skipped(), all.late(), all.warnings());
      """),
  KNOWN_BATCH(
      "the question whether a batch is on record as done",
      "the process dies between tracking and Spark's commit log",
      "pipeline/BatchWriter",
      "return (earlier.isPresent() || !proven) && run.completed(batch.query(), batch.number());",
      "return false;"),
  DEAD_RUNS(
      "the end that a start puts to runs that died",
      "the process dies between the quarantine's commit and tracking",
      "tracking/Starter",
      "RunTable.open(tx, start);",
      "List.of();"),
  HALF_MOVED(
      "the end that a start puts to a file's move to the archive",
      "the process dies inside the move of a file to the archive",
      "source/LandingStream",
      "folder.recover(read).orElseGet(() -> folder.archive(read))",
      "folder.archive(read)"),
  UNARCHIVED(
      "the archive of what an earlier run has read",
      "the process dies between the moves of two files to the archive",
      "source/LandingStream",
      "settled = record.read().filter(known -> known.batch() == last.batch()).orElse(settled);",
      "settled = new Settled(last.batch(), last.held());"),
  CHECKPOINT(
      "the refusal of a checkpoint that is gone",
      "checkpoint deleted",
      "pipeline/CheckpointCheck",
      "throw CheckpointRefused.missing(job, batches);",
      ""),
  ORDERLY_STOP(
      "the wait for the batch in hand",
      "SIGTERM before the sink",
      "pipeline/OrderlyStop",
      "gate.awaitEmpty(streams::isAway, left)",
      "gate.awaitEmpty(streams::isAway, Duration.ZERO)"),
  FENCE(
      "the renewal of the lease in each transaction",
      "SIGSTOP past the lease, then SIGCONT",
      "tracking/Fence",
      "hold.in(tx, fencing);",
      ""),
  LEASE(
      "the wait for the lease of another",
      "a second instance started",
      "tracking/LeaseRow",
      "lease.isGone() ? takeOver(tx, lease) : !lease.live() && takeExpired(tx, lease);",
      "takeOver(tx, lease);"),
  SPOOL(
      "the spool",
      "database down at the end of a batch",
      "tracking/SpoolingRun",
      "spool.add(run.uuid(), entry.late(Instant.now()));",
      ""),
  EVENT(
      "the question whether an entry is on record",
      "the answers to the end of a batch are lost, one after the other",
      "tracking/Fence",
      "if (!EventLog.has(tx, entry.event())) {",
      "{");

  private final String words;
  private final String fault;
  private final String type;
  private final String text;
  private final String without;

  Guard(String words, String fault, String type, String text, String without) {
    this.words = words;
    this.fault = fault;
    this.type = type;
    this.text = text;
    this.without = without;
  }

  String words() {
    return words;
  }

  /** What it guards against. */
  String fault() {
    return fault;
  }

  /** The class that it is in: its path below the program's package. */
  String type() {
    return type;
  }

  /** What it is there. */
  String text() {
    return text;
  }

  /** What stands in its place when it is taken out. */
  String without() {
    return without;
  }
}
