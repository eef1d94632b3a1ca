package dev.medallion.pipeline;

import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.tracking.EventType;
import dev.medallion.tracking.Note;
import dev.medallion.tracking.Run;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Stops a job's query behind the batch in hand. A batch that takes longer than the grace, or waits
 * for its source, is cut off instead; the next run does it again.
 */
final class OrderlyStop {
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(10);

  private final Gate gate;
  private final Duration grace;
  private final Checkpoint checkpoint;
  private final Run run;
  private volatile boolean cutsOff;

  OrderlyStop(Gate gate, Duration grace, Checkpoint checkpoint, Run run) {
    this.gate = gate;
    this.grace = grace;
    this.checkpoint = checkpoint;
    this.run = run;
  }

  /** Whether a batch was, or is about to be, cut off; what the query fails of then is no news. */
  boolean cutsOff() {
    return cutsOff;
  }

  void stop(StreamingQuery query, Streams streams) throws InterruptedException, TimeoutException {
    long asked = System.nanoTime();
    run.stopping();
    Duration left = grace.minusNanos(System.nanoTime() - asked);
    OptionalLong done = gate.awaitEmpty(streams::isAway, left);
    done.ifPresent(batch -> awaitCommitted(query, batch));
    OptionalLong inHand = gate.inHand();
    boolean late = inHand.isPresent() && !streams.isAway();
    cutsOff = inHand.isPresent();
    query.stop();
    if (late && !checkpoint.committed(inHand.getAsLong())) {
      run.note(note(inHand.getAsLong()));
    }
  }

  /** Spark notes a batch as done a moment after its body has returned. */
  private void awaitCommitted(StreamingQuery query, long batch) {
    long end = System.nanoTime() + COMMIT_PATIENCE.toNanos();
    while (query.isActive() && !checkpoint.committed(batch) && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private Note note(long batch) {
    return Note.warning(
        EventType.STATE_CHANGE,
        "batch " + batch,
        "batch %d was cut off: it was not done %s after the job was asked to stop; the next run does it again"
            .formatted(batch, text(grace)));
  }

  private static String text(Duration time) {
    long seconds = time.toSeconds();
    return time.toMillis() % 1000 != 0
        ? time.toMillis() + " milliseconds"
        : seconds + (seconds == 1 ? " second" : " seconds");
  }
}
