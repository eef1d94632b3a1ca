package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.config.Parameter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store deletes, and what it never deletes. */
abstract class RetentionContract extends TrackingStoreContract {
  private static final Duration KEEP = Duration.ofDays(90);
  private static final Parameter OPTION = new Parameter("a", "1", "default", false);

  @Test
  void oldRunsLoseTheirRowsButTheLastSuccess() {
    Run old = store.start(start("bronze", OPTION));
    old.begin(batch(0)).complete(new TaskResult(5L, 4L, 1L, null, null, null, null, null, null));
    old.begin(batch(1)).fail(new IOException("disk"));
    old.begin(batch(1)).complete(result(7L));
    old.begin(batch(2)).complete(result(8L));
    old.finish(RunStatus.COMPLETED, Optional.empty());
    age(old);
    Run latest = store.start(start("bronze", OPTION));

    Pruned pruned = store.prune(pipeline, KEEP);

    assertThat(tasks()).containsExactly("2 1 COMPLETED");
    assertThat(logs(old)).isEqualTo("0");
    assertThat(parameters(old)).isEqualTo("0");
    assertThat(statuses(old)).containsExactly("COMPLETED");
    assertThat(logs(latest)).isNotEqualTo("0");
    assertThat(parameters(latest)).isEqualTo("1");
    assertThat(pruned.tasks()).isEqualTo(3);
    assertThat(pruned.parameters()).isEqualTo(1);
    assertThat(store.completedBatches("lake/_checkpoints/bronze")).isPositive();
    assertThat(store.prune(pipeline, KEEP)).isEqualTo(new Pruned(0, 0, 0));
  }

  @Test
  void sumsOfWhatIsDeletedAreKept() {
    Run first = finishedRun(3);
    Run second = finishedRun(2);
    store.start(start("bronze", OPTION));
    List<String> before = volumes();
    age(first);
    store.prune(pipeline, KEEP);
    age(second);
    store.prune(pipeline, KEEP);

    assertThat(before).containsExactly("5 50 45 NULL");
    assertThat(volumes()).isEqualTo(before);
    assertThat(
            row("SELECT batches AS c FROM {schema}.Daily_Volume WHERE pipeline_name = ?", pipeline))
        .isEqualTo("3");
  }

  @Test
  void twoThatPruneAtOnceCountOnce() throws Exception {
    Run old = finishedRun(40);
    store.start(start("bronze", OPTION));
    List<String> before = volumes();
    age(old);

    together(4, () -> store.prune(pipeline, KEEP));

    assertThat(before).containsExactly("40 400 360 NULL");
    assertThat(volumes()).isEqualTo(before);
  }

  @Test
  void openAndLatestAndYoungRunsAreLeftAlone() {
    Run young = finishedRun(2);
    Run open = store.start(start("silver", OPTION));
    open.begin(batch(0)).complete(result(1L));
    Run last = store.start(start("gold", OPTION));
    last.begin(new BatchStart(UUID.randomUUID(), 0, null, null, "t")).complete(result(1L));
    last.finish(RunStatus.COMPLETED, Optional.empty());
    age(last);
    store.start(start("bronze", OPTION));

    assertThat(store.prune(pipeline, KEEP)).isEqualTo(new Pruned(0, 0, 0));
    assertThat(logs(young)).isNotEqualTo("0");
  }

  @Test
  void thousandsOfRowsGoInChunks() {
    Run old = store.start(start("bronze", OPTION));
    old.begin(batch(0)).complete(result(1L));
    old.finish(RunStatus.COMPLETED, Optional.empty());
    for (int i = 0; i < 11; i++) {
      copyTasks(old.id());
      copyLogs(old.id());
    }
    age(old);
    store.start(start("bronze", OPTION));
    long logs = Long.parseLong(logs(old));

    Pruned pruned = store.prune(pipeline, KEEP);

    assertThat(logs).isGreaterThan(2_000);
    assertThat(pruned.logs()).isEqualTo(logs);
    assertThat(pruned.tasks()).isGreaterThan(1_000);
    assertThat(tasks()).hasSize(1);
  }

  /** Doubles the tasks of a run; the copies are of earlier batches. */
  private void copyTasks(long run) {
    records.transaction(
        tx ->
            tx.update(
                """
                INSERT INTO {schema}.Task_Metadata (job_id, query_id, batch_id, attempt_no, status,
                  end_time, target)
                SELECT job_id, query_id, batch_id - (SELECT COUNT(*)
                  FROM {schema}.Task_Metadata WHERE job_id = ?), attempt_no, status, end_time, target
                FROM {schema}.Task_Metadata WHERE job_id = ?""",
                run,
                run));
  }

  private void copyLogs(long run) {
    String newId = records.database().dialect().folder().equals("h2") ? "RANDOM_UUID()" : "NEWID()";
    records.transaction(
        tx ->
            tx.update(
                "INSERT INTO {schema}.Metadata_Logs (event_uuid, job_id, level, event_type, actor,"
                    + " message) SELECT "
                    + newId
                    + ", job_id, level, event_type, actor, message"
                    + " FROM {schema}.Metadata_Logs WHERE job_id = ?",
                run));
  }

  private Run finishedRun(int batches) {
    Run run = store.start(start("bronze", OPTION));
    UUID checkpoint = UUID.randomUUID();
    run.running(checkpoint, sparkRun);
    for (long batch = 0; batch < batches; batch++) {
      run.begin(new BatchStart(checkpoint, batch, null, null, "t"))
          .complete(new TaskResult(10L, 9L, 1L, 0L, 0L, null, 1L, null, null));
    }
    run.finish(RunStatus.COMPLETED, Optional.empty());
    return run;
  }

  private List<String> volumes() {
    return rows(
        """
        SELECT CONCAT(batches, ' ', input_rows, ' ', output_rows, ' ',
          CASE WHEN late_rows IS NULL THEN 'NULL' ELSE 'known' END) AS c
        FROM {schema}.v_Daily_Volume WHERE pipeline_name = ? AND job_name = 'bronze'""",
        pipeline);
  }

  private void age(Run run) {
    change(
        """
        UPDATE {schema}.Job_Metadata SET end_time = DATEADD(DAY, -91, end_time)
        WHERE job_id = ?""",
        run.id());
  }

  private String logs(Run run) {
    return row("SELECT COUNT(*) AS c FROM {schema}.Metadata_Logs WHERE job_id = ?", run.id());
  }

  private String parameters(Run run) {
    return row(
        "SELECT COUNT(*) AS c FROM {schema}.Process_Parameter_Metadata WHERE job_id = ?", run.id());
  }
}
