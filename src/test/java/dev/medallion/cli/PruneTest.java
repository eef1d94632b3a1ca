package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.cli.Lakehouse.Ended;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruneTest {
  @TempDir Path folder;

  @Test
  void oldRowsAreDeletedAndCounted() throws Exception {
    Lakehouse house = new Lakehouse(folder);
    assertThat(house.command("status").code()).isZero();
    try (Connection connection =
            DriverManager.getConnection(
                "jdbc:h2:file:"
                    + house.lake().resolve("_tracking/medallion")
                    + ";AUTO_SERVER=TRUE");
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO Job_Metadata (run_uuid, pipeline_name, job_name, layer, status, end_time, owner,
            fencing_no, query_id, config_hash, host)
          SELECT RANDOM_UUID(), 'invoices', 'bronze', 'bronze', 'COMPLETED',
            DATEADD(DAY, -100 + 10 * X, LOCALTIMESTAMP), 'o', 1,
            '11111111-2222-3333-4444-555555555555', 'h', 'h'
          FROM SYSTEM_RANGE(0, 2)""");
      statement.execute(
          """
          INSERT INTO Process_Parameter_Metadata (job_id, name, "VALUE", origin, is_secret)
          SELECT job_id, 'a', '1', 'default', FALSE FROM Job_Metadata""");
      statement.execute(
          """
          INSERT INTO Task_Metadata (job_id, query_id, batch_id, attempt_no, status, end_time)
          SELECT job_id, query_id, job_id, 1, 'COMPLETED', end_time FROM Job_Metadata""");
    }

    Ended pruned = house.command("prune", "--set", "tracking.keep=95 days");

    assertThat(pruned.err()).isEmpty();
    assertThat(pruned.out())
        .isEqualTo("Deleted 1 task rows, 1 parameters and 0 log rows." + System.lineSeparator());
    assertThat(pruned.code()).isZero();
  }

  @Test
  void nothingIsDeletedFromALedger() {
    Ended refused =
        new Lakehouse(folder)
            .command(
                "prune",
                "--set",
                "tracking.url=jdbc:sqlserver://nowhere.invalid",
                "--set",
                "tracking.ledger=true");

    assertThat(refused.err())
        .isEqualTo(
            "The log is an append-only ledger, which loses nothing; nothing was deleted."
                + System.lineSeparator());
    assertThat(refused.code()).isEqualTo(2);
  }
}
