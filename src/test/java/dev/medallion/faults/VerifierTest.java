package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.Contents;
import dev.medallion.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The verifier sees each kind of fault: what it says of a lake is worth something. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("long")
class VerifierTest {
  @TempDir static Path folder;
  private Warm warm;

  @BeforeAll
  void drain() throws IOException {
    warm = new Warm(folder, "bronze", "silver");
    assertThat(warm.drain().code()).isZero();
  }

  @Test
  void nothingIsWrongWithWhatNobodyDisturbed() throws Exception {
    assertThat(warm.found()).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void aRowThatIsMissingIsLost() throws Exception {
    Contents more = given();
    more.add(
        "invoices-2-00001.json",
        "{\"InvoiceNumber\":\"n\",\"CreatedTime\":1,\"TotalAmount\":1.0,\"InvoiceLineItems\":[]}");
    assertThat(verdict(more)).isEqualTo(new Verdict(1, 0, List.of()));
  }

  @Test
  void aRowThatIsThereTwiceIsDoubled() throws Exception {
    Path log = warm.trial().bronze().resolve("_delta_log/00000000000000000000.json");
    String commit = Files.readString(log);
    String part = commit.replaceAll("(?s).*\"add\":\\{\"path\":\"([^\"]+)\".*", "$1");
    Path table = warm.trial().bronze();
    Files.copy(table.resolve(part), table.resolve("again.parquet"));
    String again =
        commit
            .lines()
            .filter(line -> line.contains(part))
            .findFirst()
            .orElseThrow()
            .replace(part, "again.parquet");
    Path version = table.resolve("_delta_log/00000000000000000002.json");
    Files.writeString(version, again + "\n");
    Verdict verdict = warm.found();
    Files.delete(version);
    LocalSpark.session().sql("CLEAR CACHE");
    assertThat(verdict.lost()).isZero();
    assertThat(verdict.doubled()).isPositive();
    assertThat(verdict.untrue()).isEmpty();
    org.apache.spark.sql.delta.DeltaLog.clearCache();
  }

  @Test
  void anEndIsMissed() throws Exception {
    changed(
        "UPDATE Task_Metadata SET status = 'STARTED' WHERE task_id = 1",
        "UPDATE Task_Metadata SET status = 'COMPLETED' WHERE task_id = 1",
        "the task {task_id=1, job_id=1} is STARTED, its run has ended",
        "bronze: batch 0 is not on record");
  }

  @Test
  void aRunWithoutEndIsMissed() throws Exception {
    changed(
        "UPDATE Job_Metadata SET end_time = NULL WHERE job_id = 1",
        "UPDATE Job_Metadata SET end_time = start_time WHERE job_id = 1",
        "the run {job_id=1, job_name=bronze, status=COMPLETED} has no end");
  }

  @Test
  void aCountThatIsNotTheCommitsIsFalse() throws Exception {
    changed(
        "UPDATE Task_Metadata SET output_rows = output_rows + 1 WHERE task_id = 3",
        "UPDATE Task_Metadata SET output_rows = output_rows - 1 WHERE task_id = 3",
        "silver: output_rows of batch 0 is");
  }

  @Test
  void aVersionThatIsNotTheCommitsIsFalse() throws Exception {
    changed(
        "UPDATE Task_Metadata SET delta_version = 9 WHERE task_id = 2",
        "UPDATE Task_Metadata SET delta_version = 1 WHERE task_id = 2",
        "bronze: delta_version of batch 1 is 9 on record, 1 in the Delta log");
  }

  @Test
  void offsetsThatDoNotJoinAreFalse() throws Exception {
    changed(
        "UPDATE Task_Metadata SET start_offsets = start_offsets || ' ' WHERE task_id = 2",
        "UPDATE Task_Metadata SET start_offsets = TRIM(start_offsets) WHERE task_id = 2",
        "bronze: batch 1 does not begin where batch 0 ended");
  }

  @Test
  void aRowOfABatchThatNeverWasIsFalse() throws Exception {
    changed(
        "UPDATE Task_Metadata SET batch_id = 7 WHERE task_id = 2",
        "UPDATE Task_Metadata SET batch_id = 1 WHERE task_id = 2",
        "bronze: batch 7 is on record and was never made",
        "bronze: batch 1 is not on record",
        "bronze: quarantined_rows of batch 7 is 1 on record, 0 in the Delta log");
  }

  private void changed(String change, String undo, String... beginnings) throws Exception {
    change(change);
    List<String> untrue = new TrackingTruth(warm.trial()).untrue();
    change(undo);
    assertThat(untrue).hasSameSizeAs(beginnings);
    for (int i = 0; i < beginnings.length; i++) {
      assertThat(untrue.get(i)).startsWith(beginnings[i]);
    }
  }

  private void change(String sql) throws SQLException {
    String url = "jdbc:h2:file:" + warm.trial().lake().resolve("_tracking/medallion");
    try (Connection connection = DriverManager.getConnection(url + ";AUTO_SERVER=TRUE", "", "")) {
      assertThat(connection.createStatement().executeUpdate(sql)).isEqualTo(1);
    }
  }

  private Verdict verdict(Contents contents) throws Exception {
    return new Verifier(warm.trial(), contents, true, LocalSpark.session()).verdict();
  }

  private Contents given() throws IOException {
    Contents contents = new Contents();
    try (var files = Files.list(warm.delivery().copies())) {
      for (Path file : files.toList()) {
        for (String line : Files.readAllLines(file)) {
          contents.add(file.getFileName().toString(), line);
        }
      }
    }
    return contents;
  }
}
