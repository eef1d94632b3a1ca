package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a process finds that died between two steps of a batch. The state is made by taking back, on
 * disk and in the store, what the dead process had not done yet.
 */
class ReplayTest {
  private static final String TASKS =
      "SELECT status, attempt_no, input_rows, output_rows, quarantined_rows, delta_version"
          + " FROM Task_Metadata ORDER BY task_id";

  @TempDir Path folder;
  private Lakehouse lakehouse;

  @BeforeEach
  void drainOneBatch() {
    lakehouse = new Lakehouse(folder);
    lakehouse.land("a.json", "{\"InvoiceNumber\":\"1\"}\n{\"InvoiceNumber\":\"2\"}\nbad");
    assertThat(lakehouse.drain("bronze").code()).isZero();
    assertThat(lakehouse.tracking(TASKS)).containsExactly("COMPLETED 1 3 2 1 0");
  }

  @Test
  @Tag("long")
  void deadBeforeSparkNotedTheBatch() throws IOException {
    takeBackSparksCommit();

    assertThat(lakehouse.drain("bronze").code()).isZero();

    assertOneCopy();
    assertThat(lakehouse.tracking(TASKS)).containsExactly("COMPLETED 1 3 2 1 0");
    assertThat(
            lakehouse.tracking(
                "SELECT COUNT(*) FROM Metadata_Logs WHERE message LIKE 'was run again by Spark%'"))
        .containsExactly("1");
  }

  @Test
  @Tag("long")
  void deadBetweenTheRowsAndTheirRecord() throws IOException {
    takeBackSparksCommit();
    takeBackTheRecord();

    assertThat(lakehouse.drain("bronze").code()).isZero();

    assertOneCopy();
    assertThat(lakehouse.tracking(TASKS))
        .containsExactly("ABANDONED 1 null null null null", "RECOVERED 2 3 2 1 0");
    assertThat(lakehouse.tracking("SELECT status FROM Job_Metadata ORDER BY job_id"))
        .containsExactly("ABANDONED", "COMPLETED");
  }

  @Test
  void deadBetweenTheRowsAndTheQuarantine() throws IOException {
    takeBackSparksCommit();
    takeBackTheRecord();
    FileUtils.deleteDirectory(lakehouse.lake().resolve("bronze/invoices_bz_quarantine").toFile());

    assertThat(lakehouse.drain("bronze").code()).isZero();

    assertOneCopy();
  }

  @Test
  void deadBeforeTheRows() throws IOException {
    takeBackSparksCommit();
    takeBackTheRecord();
    FileUtils.deleteDirectory(lakehouse.lake().resolve("bronze").toFile());

    assertThat(lakehouse.drain("bronze").code()).isZero();

    assertOneCopy();
    assertThat(lakehouse.tracking(TASKS))
        .containsExactly("ABANDONED 1 null null null null", "COMPLETED 2 3 2 1 0");
  }

  @Test
  void aVanishedCheckpointIsRefused() throws IOException {
    Path checkpoint = lakehouse.lake().resolve("_checkpoints/invoices/bronze");
    FileUtils.deleteDirectory(checkpoint.toFile());

    Lakehouse.Ended ended = lakehouse.drain("bronze");

    assertThat(ended.code()).isEqualTo(ExitCode.CHECKPOINT);
    assertThat(ended.out())
        .contains(
            "bronze checkpoint: the checkpoint %s is gone, though tracking knows 1 finished batches"
                    .formatted(checkpoint)
                + " of it; without it everything would be read and written again. Restore the"
                + " folder from a backup, or start over with `medallion reset CONF bronze`");
  }

  /** Delta would skip the next batches as known, and their files would be archived. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void anOlderCopyOfTheCheckpointIsRefused(int behind) throws IOException {
    Path checkpoint = lakehouse.lake().resolve("_checkpoints/invoices/bronze");
    Path copy = folder.resolve("copy");
    FileUtils.copyDirectory(checkpoint.toFile(), copy.toFile());
    for (int batch = 1; batch <= behind; batch++) {
      lakehouse.land("b" + batch + ".json", "{\"InvoiceNumber\":\"3\"}");
      assertThat(lakehouse.drain("bronze").code()).isZero();
    }
    FileUtils.deleteDirectory(checkpoint.toFile());
    FileUtils.copyDirectory(copy.toFile(), checkpoint.toFile());
    lakehouse.land("c.json", "{\"InvoiceNumber\":\"4\"}");
    assertThat(lakehouse.drain("bronze").out())
        .contains(
            ("bronze checkpoint: the checkpoint %s is an older copy: its newest batch is 0, but"
                    + " tracking knows that batch %d is done. Restore the folder from a backup, or"
                    + " start over with `medallion reset CONF bronze`")
                .formatted(checkpoint, behind));
    lakehouse.change("UPDATE Task_Metadata SET status = 'FAILED' WHERE batch_id > 0");

    for (int attempt = 1; attempt <= 2; attempt++) {
      Lakehouse.Ended ended = lakehouse.drain("bronze");
      assertThat(ended.code()).isEqualTo(ExitCode.CHECKPOINT);
      assertThat(ended.out())
          .contains(
              ("bronze checkpoint: %s/bronze/invoices_bz holds a batch %d of this query that its"
                      + " checkpoint does not know: the checkpoint is an older copy, and what it"
                      + " reads next would be skipped. Restore the newest copy, or start over"
                      + " with `medallion reset CONF JOB`")
                  .formatted(lakehouse.lake(), behind));
    }
    assertThat(lakehouse.landing().resolve("c.json")).exists();
    assertThat(lakehouse.bronze().count()).isEqualTo(2 + behind);
  }

  private void assertOneCopy() {
    assertThat(lakehouse.bronze().count()).isEqualTo(2);
    assertThat(lakehouse.table("bronze/invoices_bz_quarantine").count()).isEqualTo(1);
    assertThat(lakehouse.landing()).isEmptyDirectory();
    assertThat(lakehouse.archive().resolve("a.json")).exists();
  }

  /** The file of a batch that Spark has not noted lies where it was. */
  private void takeBackSparksCommit() throws IOException {
    Path checkpoint = lakehouse.lake().resolve("_checkpoints/invoices/bronze");
    Files.delete(checkpoint.resolve("commits/0"));
    Files.deleteIfExists(checkpoint.resolve("commits/.0.crc"));
    Files.delete(checkpoint.resolve("sources/0/settled"));
    Files.deleteIfExists(checkpoint.resolve("sources/0/.settled.crc"));
    Files.move(lakehouse.archive().resolve("a.json"), lakehouse.landing().resolve("a.json"));
  }

  private void takeBackTheRecord() {
    lakehouse.change(
        "UPDATE Task_Metadata SET status = 'STARTED', end_time = NULL, duration_ms = NULL,"
            + " input_rows = NULL, output_rows = NULL, quarantined_rows = NULL,"
            + " rejected_rows = NULL, skipped_rows = NULL, delta_version = NULL");
    lakehouse.change("UPDATE Job_Metadata SET status = 'RUNNING', end_time = NULL");
  }
}
