package dev.medallion.tracking;

import dev.medallion.jdbc.Dialect;
import dev.medallion.tracking.TrackingSettings.OnOutage;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/** The store in H2 or SQL Server. */
final class JdbcTrackingStore implements TrackingStore {
  /** How long a lost connection is waited for where what cannot be written has another place. */
  private static final Duration SPOOLING = Duration.ofSeconds(10);

  private final Records records;
  private final Migrations migrations;
  private final History history;
  private final Duration lease;

  JdbcTrackingStore(Records records, Duration lease, Migrations migrations) {
    this.records = records;
    this.migrations = migrations;
    this.history = new History(records);
    this.lease = lease;
  }

  static JdbcTrackingStore open(TrackingSettings settings) {
    Records records = Records.open(settings.database());
    Migrations migrations = new Migrations(records, settings.ledger());
    return new JdbcTrackingStore(records, settings.lease(), migrations);
  }

  @Override
  public void migrate() {
    migrations.run();
  }

  @Override
  public void ready() {
    if (records.database().dialect() == Dialect.H2) {
      migrations.run();
    } else if (migrations.pending()) {
      throw new TrackingUnavailable(
          "tracking database "
              + records.database().settings().url()
              + " has migrations pending; run `medallion migrate CONF`");
    }
  }

  @Override
  public Run start(RunStart start) {
    return new Starter(records, records, start, lease).start();
  }

  @Override
  public Run start(RunStart start, OnOutage policy, Spool spool, Consumer<String> told) {
    boolean goesOn = policy == OnOutage.SPOOL;
    Records writing = goesOn ? records.within(SPOOLING) : records;
    JdbcRun run = new Starter(records, writing, start, lease).start();
    SpoolingRun spooling = SpoolingRun.over(run, spool, told);
    return goesOn ? spooling : run;
  }

  @Override
  public boolean knows(String checkpointLocation, UUID queryId) {
    return records.transaction(tx -> CheckpointRows.knows(tx, checkpointLocation, queryId));
  }

  @Override
  public OptionalLong newestBatch(UUID queryId) {
    return records.transaction(tx -> CheckpointRows.newestBatch(tx, queryId));
  }

  @Override
  public long completedBatches(String checkpointLocation) {
    return history.completedBatches(checkpointLocation);
  }

  @Override
  public List<JobHistory> history(String pipeline, int batchesPerJob) {
    return history.of(pipeline, batchesPerJob);
  }

  @Override
  public RecordedJob recorded(String pipeline, String job) {
    return new RecordTable(records).of(pipeline, job);
  }

  @Override
  public List<RunHistory> askToStop(String pipeline, String job) {
    return new StopRequests(records).ask(pipeline, job);
  }

  @Override
  public Pruned prune(String pipeline, Duration keep) {
    return new Retention(records, pipeline, keep).prune();
  }

  @Override
  public void close() {
    records.close();
  }
}
