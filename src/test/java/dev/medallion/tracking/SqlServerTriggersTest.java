package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.config.Parameter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is changed by hand is on record like what the program changes, and neither twice. */
class SqlServerTriggersTest extends TrackingStoreContract {
  @Override
  TrackingSettings settings(Duration lease) {
    return Stores.sqlServer(lease);
  }

  @Test
  void statusOfARunThatIsChangedByHandIsLoggedOnce() throws SQLException {
    Run run = store.start(start("bronze"));

    byHand("UPDATE Job_Metadata SET status = 'STOPPING' WHERE job_id = ?", run.id());

    assertThat(byHand("STATE_CHANGE", run))
        .isEqualTo(
            "WARN run %d status STARTING>STOPPING %s: run %d is STOPPING, was STARTING; changed by hand"
                .formatted(run.id(), login(), run.id()));
    assertThat(
            row(
                """
                SELECT CASE WHEN ABS(DATEDIFF(SECOND, event_time, {now})) < 60 THEN 'now' END AS c
                FROM {schema}.Metadata_Logs WHERE job_id = ? AND message LIKE '%by hand'""",
                run.id()))
        .isEqualTo("now");
  }

  @Test
  void statusOfATaskThatIsChangedByHandIsLoggedOnce() throws SQLException {
    Run run = store.start(start("bronze"));
    Task task = run.begin(batch(0));

    byHand("UPDATE Task_Metadata SET status = 'FAILED' WHERE task_id = ?", task.id());

    assertThat(byHand("STATE_CHANGE", run))
        .isEqualTo(
            "WARN task %d status STARTED>FAILED %s: task %d is FAILED, was STARTED; changed by hand"
                .formatted(task.id(), login(), task.id()));
  }

  @Test
  void parameterThatIsChangedByHandIsLoggedOnce() throws SQLException {
    Run run = store.start(start("bronze", new Parameter("a", "x", "default", false)));

    byHand("UPDATE Process_Parameter_Metadata SET value = N'X' WHERE job_id = ?", run.id());
    assertThat(byHand("PARAMETER_CHANGE", run))
        .isEqualTo("WARN parameter a value x>X " + login() + ": parameter a changed; by hand");

    byHand("DELETE FROM Process_Parameter_Metadata WHERE job_id = ?", run.id());
    assertThat(rows(HAND.formatted("PARAMETER_CHANGE"), run.id()))
        .last()
        .isEqualTo("WARN parameter a value X> " + login() + ": parameter a is gone; by hand");
  }

  @Test
  void secretThatIsChangedByHandIsNotShown() throws SQLException {
    Run run = store.start(start("bronze", new Parameter("k", "hunter2", "x", true)));

    byHand("UPDATE Process_Parameter_Metadata SET value = N'hunter3' WHERE job_id = ?", run.id());

    assertThat(byHand("PARAMETER_CHANGE", run))
        .isEqualTo("WARN parameter k value ***>*** " + login() + ": parameter k changed; by hand");
  }

  @Test
  void changeOfAnythingElseIsNotLogged() throws SQLException {
    Run run = store.start(start("bronze"));

    byHand("UPDATE Job_Metadata SET host = N'elsewhere' WHERE job_id = ?", run.id());

    assertThat(rows(HAND.formatted("STATE_CHANGE"), run.id())).isEmpty();
  }

  @Test
  void programsOwnChangesAreLoggedOnce() {
    Run run = store.start(start("bronze", new Parameter("a", "x", "default", false)));
    run.running(query, sparkRun);
    run.begin(batch(0)).complete(result(1L));
    run.finish(RunStatus.COMPLETED, Optional.empty());
    Run next = store.start(start("bronze", new Parameter("a", "y", "default", false)));

    assertThat(
            rows(
                """
                SELECT CONCAT(old_value, '>', new_value) AS c FROM {schema}.Metadata_Logs
                WHERE job_id = ? AND event_type IN ('STATE_CHANGE', 'PARAMETER_CHANGE')
                ORDER BY log_id""",
                run.id()))
        .containsExactly(
            ">STARTING", "STARTING>RUNNING", ">STARTED", "STARTED>COMPLETED", "RUNNING>COMPLETED");
    assertThat(
            rows(
                """
                SELECT CONCAT(old_value, '>', new_value) AS c FROM {schema}.Metadata_Logs
                WHERE job_id = ? AND event_type = 'PARAMETER_CHANGE'""",
                next.id()))
        .containsExactly("x>y");
  }

  private static final String HAND =
      """
      SELECT CONCAT(level, ' ', entity, ' ', field, ' ', old_value, '>', new_value, ' ', actor, ': ',
        message) AS c
      FROM {schema}.Metadata_Logs
      WHERE event_type = '%s' AND job_id = ? AND message LIKE '%%by hand'
      ORDER BY log_id""";

  private String byHand(String type, Run run) {
    return row(HAND.formatted(type), run.id());
  }

  private String login() {
    return row("SELECT ORIGINAL_LOGIN() AS c");
  }

  /** As anybody would, without a word of who is at work. */
  private void byHand(String sql, long id) throws SQLException {
    TrackingSettings settings = settings(LONG);
    try (Connection hand =
            DriverManager.getConnection(
                settings.url(), settings.user(), settings.password().reveal());
        PreparedStatement statement = hand.prepareStatement(sql)) {
      statement.setLong(1, id);
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }
}
