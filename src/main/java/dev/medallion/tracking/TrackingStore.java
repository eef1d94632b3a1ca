package dev.medallion.tracking;

import dev.medallion.tracking.TrackingSettings.OnOutage;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The tables that tell what ran. Safe for use by many threads and many processes.
 *
 * <p>Every method throws {@link TrackingUnavailable} when the store cannot be reached, after a
 * bounded number of attempts.
 */
public interface TrackingStore extends AutoCloseable {
  /** Connects to the store that the settings name. */
  static TrackingStore open(TrackingSettings settings) {
    return switch (settings.store()) {
      case JDBC -> JdbcTrackingStore.open(settings);
      case NONE -> new NoTracking();
    };
  }

  /** Creates or upgrades the tables. Two processes may do so at once. */
  void migrate();

  /**
   * Makes sure that the tables are there: an embedded store is migrated, any other is refused by
   * {@link TrackingUnavailable} while migrations are pending.
   */
  void ready();

  /**
   * Begins a run, alone: waits for the job's lease until it is free, has run out or its process is
   * gone, and closes what an earlier run of the job left open as ABANDONED.
   *
   * @throws LeaseHeld as soon as another process is seen to renew the lease
   */
  Run start(RunStart start);

  /**
   * The same for a run that goes on while the store is away, or ends then.
   *
   * @param spool where that waits which cannot be put on record; what an earlier run left there is
   *     put on record first
   * @param told of the beginning and the end of an outage, in sentences
   */
  default Run start(RunStart start, OnOutage policy, Spool spool, Consumer<String> told) {
    return start(start);
  }

  /** Whether a run at this checkpoint was one of this query. */
  boolean knows(String checkpointLocation, UUID queryId);

  /** The newest batch of a query that is known to have succeeded, in any run. */
  OptionalLong newestBatch(UUID queryId);

  /** How many batches are known to have succeeded at this checkpoint, in any run. */
  long completedBatches(String checkpointLocation);

  /**
   * The jobs of a pipeline that ever ran, bronze before silver before gold, each with its latest
   * run, its latest tasks and its latest warnings and errors.
   */
  List<JobHistory> history(String pipeline, int batchesPerJob);

  /** Whether the store is there at all; asking makes no file. */
  static boolean exists(TrackingSettings settings) {
    return settings.store() == TrackingSettings.Store.JDBC && EmbeddedStore.exists(settings.url());
  }

  /** Everything on record of a job's runs and tasks. */
  RecordedJob recorded(String pipeline, String job);

  /**
   * Asks a job's open run to stop; it learns that by {@link Run#renew}. A dead one cannot be asked.
   *
   * @return the open runs, by their state asked or dead; none where the job does not run
   */
  List<RunHistory> askToStop(String pipeline, String job);

  /**
   * Deletes the rows of a pipeline's runs that ended so long ago, in short transactions; needs the
   * right to delete. Runs stay, as do all rows of open and latest runs.
   */
  Pruned prune(String pipeline, Duration keep);

  @Override
  void close();
}
