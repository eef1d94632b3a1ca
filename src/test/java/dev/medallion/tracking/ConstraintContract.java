package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.config.Parameter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the tables of every store refuse, whoever asks. */
abstract class ConstraintContract extends TrackingStoreContract {
  private long run;
  private long task;

  @BeforeEach
  void fill() {
    Run started = store.start(start("bronze", new Parameter("a", "x", "default", false)));
    run = started.id();
    Task begun = started.begin(batch(0));
    begun.complete(result(1L));
    task = begun.id();
    started.begin(batch(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE {schema}.Job_Metadata SET status = 'DONE' WHERE job_id = :run",
        "UPDATE {schema}.Job_Metadata SET status = 'failed' WHERE job_id = :run",
        "UPDATE {schema}.Job_Metadata SET owner = NULL WHERE job_id = :run",
        "DELETE FROM {schema}.Job_Metadata WHERE job_id = :run",
        "UPDATE {schema}.Task_Metadata SET status = 'OK' WHERE task_id = :task",
        "UPDATE {schema}.Task_Metadata SET job_id = -1 WHERE task_id = :task",
        "UPDATE {schema}.Task_Metadata SET start_offsets = '{' WHERE task_id = :task",
        "UPDATE {schema}.Task_Metadata SET end_offsets = '[1,' WHERE task_id = :task",
        "UPDATE {schema}.Task_Metadata SET source_lag = 'many' WHERE task_id = :task",
        // Of one batch: two attempts of one number, then two successes.
        "UPDATE {schema}.Task_Metadata SET batch_id = 0 WHERE job_id = :run AND batch_id = 1",
        "UPDATE {schema}.Task_Metadata SET batch_id = 0, attempt_no = 2, status = 'RECOVERED'"
            + " WHERE job_id = :run AND batch_id = 1",
        "DELETE FROM {schema}.Task_Metadata WHERE task_id = :task",
        "INSERT INTO {schema}.Process_Parameter_Metadata (job_id, name, value, origin, is_secret)"
            + " SELECT job_id, name, value, origin, is_secret"
            + " FROM {schema}.Process_Parameter_Metadata WHERE job_id = :run",
        "UPDATE {schema}.Process_Parameter_Metadata SET job_id = -1 WHERE job_id = :run",
        "UPDATE {schema}.Metadata_Logs SET level = 'DEBUG' WHERE job_id = :run",
        "UPDATE {schema}.Metadata_Logs SET event_type = 'OTHER' WHERE job_id = :run",
        "UPDATE {schema}.Metadata_Logs SET job_id = -1 WHERE job_id = :run",
        "UPDATE {schema}.Metadata_Logs SET task_id = -1 WHERE job_id = :run",
        "UPDATE {schema}.Metadata_Logs SET event_uuid = '11111111-2222-3333-4444-555555555555'"
            + " WHERE job_id = :run",
        "INSERT INTO {schema}.Job_Lease (job_key, owner, fencing_no, expires_at)"
            + " SELECT job_key, owner, fencing_no, expires_at FROM {schema}.Job_Lease",
        "INSERT INTO {schema}.Job_Metadata (run_uuid, pipeline_name, job_name, layer, status, owner,"
            + " fencing_no, config_hash, host) SELECT run_uuid, pipeline_name, job_name, layer,"
            + " status, owner, fencing_no, config_hash, host"
            + " FROM {schema}.Job_Metadata WHERE job_id = :run"
      })
  void wrongRowIsRefused(String sql) {
    assertThatThrownBy(() -> execute(sql)).isInstanceOf(TrackingUnavailable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE {schema}.Task_Metadata SET start_offsets = '5' WHERE task_id = :task",
        "UPDATE {schema}.Task_Metadata SET end_offsets = '[{\"a\":1},null]' WHERE task_id = :task",
        "UPDATE {schema}.Task_Metadata SET source_lag = NULL WHERE task_id = :task",
        "UPDATE {schema}.Task_Metadata SET batch_id = 0, attempt_no = 2"
            + " WHERE job_id = :run AND batch_id = 1"
      })
  void rightRowIsTaken(String sql) {
    assertThatCode(() -> execute(sql)).doesNotThrowAnyException();
  }

  private void execute(String sql) {
    String filled = sql.replace(":run", String.valueOf(run)).replace(":task", String.valueOf(task));
    int changed = records.transaction(tx -> tx.update(filled));
    assertThat(changed).isPositive();
  }
}
