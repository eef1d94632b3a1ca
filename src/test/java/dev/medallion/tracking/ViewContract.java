package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.config.Parameter;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What people see of every store. */
abstract class ViewContract extends TrackingStoreContract {
  @Test
  void jobStatusIsThatOfTheLatestRun() {
    store.start(start("bronze")).finish(RunStatus.COMPLETED, Optional.empty());
    Run latest = store.start(start("bronze"));
    latest.running(query, sparkRun);

    assertThat(status()).isEqualTo(latest.id() + " RUNNING RUNNING no success");
    latest.begin(batch(0)).complete(result(1L));
    expireLease();
    assertThat(status()).isEqualTo(latest.id() + " RUNNING DEAD success");
  }

  private String status() {
    return row(
        """
        SELECT CONCAT(job_id, ' ', status, ' ', state, ' ',
          CASE WHEN last_success IS NULL THEN 'no success' ELSE 'success' END) AS c
        FROM {schema}.v_Job_Status WHERE pipeline_name = ?""",
        pipeline);
  }

  @Test
  void batchHistoryHasEveryAttempt() {
    Run run = store.start(start("bronze"));
    run.begin(batch(4711)).fail(new IOException("disk"));
    run.begin(new BatchStart(query, 4711, "{\"from\":1}", "{\"to\":2}", "t")).complete(result(6L));

    assertThat(
            rows(
                """
                SELECT CONCAT(job_name, ' ', batch_id, ' ', attempt_no, ' ', status, ' ',
                  output_rows, start_offsets, end_offsets, error_message) AS c
                FROM {schema}.v_Batch_History WHERE pipeline_name = ? ORDER BY task_id""",
                pipeline))
        .containsExactly(
            "bronze 4711 1 FAILED disk", "bronze 4711 2 COMPLETED 6{\"from\":1}{\"to\":2}");
  }

  @Test
  void parameterChangesNameOldAndNew() {
    store
        .start(start("bronze", new Parameter("max-offsets-per-batch", "1", "default", false)))
        .finish(RunStatus.COMPLETED, Optional.empty());
    store.start(start("bronze", new Parameter("max-offsets-per-batch", "2", "x", false)));

    assertThat(
            rows(
                """
                SELECT CONCAT(job_name, ' ', name, ' ', old_value, '>', new_value, ' ', actor) AS c
                FROM {schema}.v_Parameter_Changes WHERE pipeline_name = ?""",
                pipeline))
        .containsExactly("bronze max-offsets-per-batch 1>2 " + System.getProperty("user.name"));
  }

  @Test
  void openProblemsAreThoseThatNobodySolved() {
    Run bronze = store.start(start("bronze"));
    bronze.begin(batch(0)).fail(new IOException("disk"));
    bronze.begin(batch(0)).complete(result(1L));
    bronze.finish(RunStatus.COMPLETED, Optional.empty());
    Run silver = store.start(start("silver"));
    silver
        .begin(new BatchStart(UUID.randomUUID(), 3, null, null, "t"))
        .fail(new IOException("net"));
    silver.note(Note.warning(EventType.DATA_GAP, "topic a", "5 records are lost"));
    silver.finish(RunStatus.FAILED, Optional.of(new IOException("net")));

    assertThat(
            rows(
                """
                SELECT CONCAT(job_name, ' ', problem, ' ', batch_id, ': ', detail) AS c
                FROM {schema}.v_Open_Problems WHERE pipeline_name = ?""",
                pipeline))
        .containsExactlyInAnyOrder(
            "silver RUN FAILED : net",
            "silver BATCH FAILED 3: net",
            "silver DATA GAP : 5 records are lost");
  }

  @Test
  void offsetsMustBeJson() {
    Run run = store.start(start("bronze"));
    run.begin(new BatchStart(query, 0, "5", "[{\"a\":1},null]", "t"));

    assertThatThrownBy(() -> run.begin(new BatchStart(query, 1, null, "{broken", "t")))
        .isInstanceOf(TrackingUnavailable.class);
  }
}
