package dev.medallion.tracking;

import dev.medallion.jdbc.Database;
import dev.medallion.jdbc.Dialect;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings the tables to the form this program needs, by the texts in {@code sql/tracking}. */
final class Migrations {
  /** Every version in {@code sql/tracking/<dialect>}; a test holds the two together. */
  static final List<String> VERSIONS = List.of("1", "2", "3", "4");

  private static final String HISTORY = "medallion_schema_history";
  private static final int ATTEMPTS = 20;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final Records records;
  private final Database database;
  private final boolean ledger;

  /**
   * @param ledger whether the log is to be an append-only ledger table
   */
  Migrations(Records records, boolean ledger) {
    this.records = records;
    this.database = records.database();
    this.ledger = ledger;
  }

  /** Whether a version is missing; asked without Flyway, which takes half a second to load. */
  boolean pending() {
    return records.transaction(
        tx ->
            !tx.hasTable(HISTORY)
                || !tx.query(
                        """
                        SELECT "version" AS applied
                        FROM {schema}."medallion_schema_history"
                        WHERE "success" = ?""",
                        row -> row.text("applied"),
                        true)
                    .containsAll(VERSIONS));
  }

  /** Another process may migrate at the same moment; whoever fails by that looks again. */
  void run() {
    for (int attempt = 1; pending(); attempt++) {
      try {
        migrate();
      } catch (FlywayException e) {
        retry(attempt, e);
      }
    }
    if (ledger && !isLedger()) {
      throw new TrackingUnavailable(
          "tracking database "
              + database.settings().url()
              + " has its log in a plain table, which cannot become a ledger;"
              + " set tracking.ledger = false, or name a new schema");
    }
  }

  private boolean isLedger() {
    return records.transaction(
        tx ->
            tx.first(
                    // Known by a column that a ledger gets; what 2019 lacks cannot be asked for.
                    """
                    SELECT c.column_id
                    FROM sys.columns c
                    JOIN sys.tables t ON t.object_id = c.object_id
                    WHERE t.name = 'Metadata_Logs' AND t.schema_id = SCHEMA_ID(?)
                      AND c.name = 'ledger_start_transaction_id'""",
                    row -> row.number("column_id"),
                    tx.schemaName())
                .isPresent());
  }

  /** The schema may hold other people's tables: what is there already counts as version 0. */
  private void migrate() {
    Flyway flyway = flyway();
    if (!records.<Boolean>transaction(tx -> tx.hasTable(HISTORY))) {
      flyway.baseline();
    }
    if (database.dialect() == Dialect.H2) {
      forgetFailure(flyway);
    }
    flyway.migrate();
  }

  /** H2 keeps half a text that lost its connection, and a note of that; each may run twice. */
  private static void forgetFailure(Flyway flyway) {
    if (Arrays.stream(flyway.info().all()).anyMatch(text -> text.getState().isFailed())) {
      flyway.repair();
    }
  }

  private void retry(int attempt, FlywayException failure) {
    if (attempt >= ATTEMPTS && pending()) {
      throw new TrackingUnavailable(
          "tracking database "
              + database.settings().url()
              + " cannot be migrated: "
              + Text.sentence(failure),
          failure);
    }
    LockSupport.parkNanos(PAUSE.toNanos());
  }

  private Flyway flyway() {
    String schema = records.transaction(tx -> tx.schemaName());
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(database.dataSource())
        .locations("classpath:sql/tracking/" + database.dialect().folder())
        .table(HISTORY)
        .defaultSchema(schema)
        .baselineVersion("0")
        .placeholders(Map.of("logOptions", ledger ? " WITH (LEDGER = ON (APPEND_ONLY = ON))" : ""))
        .load();
  }
}
