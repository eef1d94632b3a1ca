package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.medallion.config.Parameter;
import dev.medallion.jdbc.TestServer;
import dev.medallion.jdbc.TransactSql;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The roles of {@code roles.sql} on a server. */
class SqlServerRolesTest extends TrackingStoreContract {
  private static final String PASSWORD = "Of-this-test-0nly";

  @Override
  TrackingSettings settings(Duration lease) {
    return Stores.sqlServer(lease);
  }

  @Test
  void writerRunsJobsAndCannotRewriteHistory() throws Exception {
    TrackingSettings writer = member("medallion_writer");
    try (TrackingStore mine = TrackingStore.open(writer)) {
      mine.ready();
      Run run = mine.start(start("bronze", new Parameter("a", "x", "default", false)));
      run.running(query, sparkRun);
      run.begin(batch(0)).fail(new IOException("disk"));
      run.begin(batch(0)).complete(result(1L));
      run.note(Note.info(EventType.QUALITY, "x", "y"));
      run.finish(RunStatus.COMPLETED, Optional.empty());
      mine.start(start("bronze", new Parameter("a", "y", "default", false)));
      assertThat(mine.history(pipeline, 5)).hasSize(1);
      assertThat(mine.completedBatches("lake/_checkpoints/bronze")).isPositive();
    }
    refused(writer, "DELETE FROM Task_Metadata");
    refused(writer, "DELETE FROM Metadata_Logs");
    refused(writer, "UPDATE Metadata_Logs SET actor = N'nobody'");
    refused(writer, "UPDATE Process_Parameter_Metadata SET value = N'1'");
    refused(writer, "UPDATE Job_Metadata SET pipeline_name = N'x'");
    refused(writer, "DROP TABLE Daily_Volume");
  }

  @Test
  void readerReadsAndChangesNothing() throws Exception {
    TrackingSettings reader = member("medallion_reader");
    for (String view :
        new String[] {
          "v_Job_Status",
          "v_Batch_History",
          "v_Daily_Volume",
          "v_Parameter_Changes",
          "v_Open_Problems",
          "Job_Metadata"
        }) {
      assertThatCode(() -> execute(reader, "SELECT COUNT(*) FROM " + view))
          .doesNotThrowAnyException();
    }
    refused(reader, "UPDATE Job_Metadata SET status = 'FAILED'");
    refused(reader, "DELETE FROM Job_Lease");
  }

  @Test
  void migratorMigratesAndPrunes() throws Exception {
    assumeFalse(onlySpeaksTds(), "a server that only speaks TDS has no rights on schemas");
    TrackingSettings migrator = member("medallion_migrator");
    try (TrackingStore mine = TrackingStore.open(migrator)) {
      mine.migrate();
      assertThat(mine.prune(pipeline, Duration.ofDays(90))).isEqualTo(new Pruned(0, 0, 0));
    }
  }

  @Test
  void missingRightIsOneSentence() throws Exception {
    TrackingSettings reader = member("medallion_reader");
    try (TrackingStore mine = TrackingStore.open(reader)) {
      assertThatThrownBy(() -> mine.start(start("bronze")))
          .isInstanceOf(TrackingUnavailable.class)
          .hasMessageContaining(" refused a statement: ")
          .hasMessageContainingAll("ermission denied", "ob_")
          .hasMessageNotContaining(PASSWORD)
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void pendingMigrationsAreToldToTheWriter() throws Exception {
    TrackingSettings writer = member("medallion_writer");
    byOwner("UPDATE medallion_schema_history SET success = 0 WHERE version = '3'");
    try (TrackingStore mine = TrackingStore.open(writer)) {
      assertThatThrownBy(mine::ready)
          .isInstanceOf(TrackingUnavailable.class)
          .hasMessageEndingWith(" has migrations pending; run `medallion migrate CONF`");
    } finally {
      byOwner("UPDATE medallion_schema_history SET success = 1 WHERE version = '3'");
    }
  }

  private TrackingSettings member(String role) throws Exception {
    String name = "medallion_test_" + UUID.randomUUID().toString().substring(0, 8);
    for (String batch :
        TransactSql.batches(Files.readString(Path.of("sql/tracking/sqlserver/roles.sql")))) {
      if (!(onlySpeaksTds() && batch.contains("SCHEMA::"))) {
        byOwner(batch);
      }
    }
    byOwner("CREATE LOGIN " + name + " WITH PASSWORD = '" + PASSWORD + "'");
    byOwner("CREATE USER " + name + " FOR LOGIN " + name);
    byOwner("ALTER ROLE " + role + " ADD MEMBER " + name);
    return Stores.at(settings(LONG).url(), name, PASSWORD, "", LONG);
  }

  /** Such a server knows no rights on a schema. */
  private static boolean onlySpeaksTds() {
    return TestServer.sqlServer().isBabelfish();
  }

  private void byOwner(String sql) throws SQLException {
    execute(settings(LONG), sql);
  }

  private static void refused(TrackingSettings user, String sql) {
    assertThatThrownBy(() -> execute(user, sql)).as(sql).isInstanceOf(SQLException.class);
  }

  private static void execute(TrackingSettings user, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(user.url(), user.user(), user.password().reveal());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
