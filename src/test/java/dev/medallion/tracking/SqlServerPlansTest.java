package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.medallion.jdbc.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** SQL Server answers each question of the store from the index that was made for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqlServerPlansTest {
  private static final String NUMBERS =
      """
      FROM (SELECT TOP (%d) ROW_NUMBER() OVER (ORDER BY a.object_id) AS n
        FROM sys.all_columns a CROSS JOIN sys.all_columns b) x""";

  private TestServer server;

  @BeforeEach
  void fillOnce() {
    if (server == null) {
      fill(TestServer.sqlServer());
    }
  }

  private void fill(TestServer given) {
    assumeFalse(given.isBabelfish(), "a server that only speaks TDS shows no plans");
    try (TrackingStore store = TrackingStore.open(Stores.sqlServer(Duration.ofMinutes(10)))) {
      store.migrate();
    }
    given.execute(
        """
        INSERT INTO Job_Metadata (run_uuid, pipeline_name, job_name, layer, status, owner,
          fencing_no, checkpoint_location, config_hash, host)
        SELECT NEWID(), CONCAT('p', n % 10), CONCAT('j', n % 7), 'bronze', 'COMPLETED', 'o', 1,
          CONCAT('c', n % 70), 'h', 'h' """
            + NUMBERS.formatted(1_000));
    given.execute(
        """
        INSERT INTO Task_Metadata (job_id, query_id, batch_id, attempt_no, status)
        SELECT j.job_id, NEWID(), n, 1, 'COMPLETED' """
            + NUMBERS.formatted(100)
            + " CROSS JOIN Job_Metadata j");
    given.execute(
        """
        INSERT INTO Metadata_Logs (event_uuid, job_id, level, event_type, actor, message)
        SELECT NEWID(), j.job_id, 'INFO', 'LEASE', 'a', 'm' """
            + NUMBERS.formatted(100)
            + " CROSS JOIN Job_Metadata j");
    for (String table : new String[] {"Job_Metadata", "Task_Metadata", "Metadata_Logs"}) {
      given.execute("UPDATE STATISTICS " + table + " WITH FULLSCAN");
    }
    server = given;
  }

  static Stream<Map.Entry<String, String>> plans() {
    return Plans.expected().entrySet().stream();
  }

  @ParameterizedTest
  @MethodSource("plans")
  void questionIsAnsweredFromItsIndex(Map.Entry<String, String> plan) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SET SHOWPLAN_XML ON");
      try (ResultSet shown = statement.executeQuery(plan.getKey())) {
        shown.next();
        assertThat(shown.getString(1)).contains("Index=\"[" + plan.getValue() + "]\"");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT job_id, status, input_rows, output_rows FROM Task_Metadata"
            + " WHERE end_time >= '2026-01-01' | IX_Task_Metadata_end",
        "SELECT job_id, level, event_type FROM Metadata_Logs"
            + " WHERE level IN ('WARN', 'ERROR') AND event_time >= '2026-01-01'"
            + " | IX_Metadata_Logs_problem",
        "SELECT log_id FROM Metadata_Logs WHERE event_type = 'PARAMETER_CHANGE'"
            + " | IX_Metadata_Logs_parameter",
        "SELECT log_id FROM Metadata_Logs WHERE task_id = 7 | IX_Metadata_Logs_task"
      })
  void peoplesQuestionsHaveTheirs(String question, String index) throws SQLException {
    questionIsAnsweredFromItsIndex(Map.entry(question, index));
  }
}
