package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store does with attempts at batches. */
abstract class TaskContract extends TrackingStoreContract {
  @Test
  void completedBatchIsRecordedWhole() {
    Run run = store.start(start("bronze"));
    Task task =
        run.begin(
            new BatchStart(query, 4, "{\"from\":1}", "{\"to\":2}", "lake/bronze/invoices_bz"));
    Instant watermark = Instant.parse("2026-03-04T05:06:07.089Z");
    task.complete(new TaskResult(10L, 8L, 2L, null, 0L, 3L, 17L, "{\"p\":3}", watermark));

    TaskHistory history = only().tasks().get(0);

    assertThat(history)
        .usingRecursiveComparison()
        .ignoringFields("start", "end", "durationMillis")
        .isEqualTo(
            new TaskHistory(
                task.id(),
                run.id(),
                query,
                4,
                1,
                TaskStatus.COMPLETED,
                null,
                null,
                null,
                "lake/bronze/invoices_bz",
                new TaskResult(10L, 8L, 2L, null, 0L, 3L, 17L, "{\"p\":3}", watermark),
                null,
                null));
    assertThat(history.durationMillis()).isBetween(0L, 60_000L);
    assertThat(history.end()).isAfterOrEqualTo(history.start());
    assertThat(
            row(
                """
                SELECT CONCAT(start_offsets, end_offsets) AS c
                FROM {schema}.Task_Metadata WHERE task_id = ?""",
                task.id()))
        .isEqualTo("{\"from\":1}{\"to\":2}");
  }

  @Test
  void unknownCountsAreNull() {
    store
        .start(start("bronze"))
        .begin(batch(0))
        .complete(new TaskResult(null, null, null, null, null, null, null, null, null));

    assertThat(only().tasks().get(0).result())
        .isEqualTo(new TaskResult(null, null, null, null, null, null, null, null, null));
  }

  @Test
  void secondAttemptAbandonsTheFirst() {
    Run run = store.start(start("bronze"));
    run.begin(batch(3));

    Task second = run.begin(batch(3));
    second.recover(result(5L));

    assertThat(second.attempt()).isEqualTo(2);
    assertThat(tasks()).containsExactly("3 1 ABANDONED", "3 2 RECOVERED");
    assertThat(run.completed(query, 3)).isTrue();
  }

  @Test
  void failedBatchTellsItsRootError() {
    Run run = store.start(start("bronze"));
    Task task = run.begin(batch(3));
    task.fail(new IllegalStateException("outside", new IOException("no space left")));

    TaskHistory history = only().tasks().get(0);

    assertThat(history.status()).isEqualTo(TaskStatus.FAILED);
    assertThat(history.errorClass()).isEqualTo("java.io.IOException");
    assertThat(history.error()).isEqualTo("no space left");
    assertThat(only().notices().get(0).message())
        .isEqualTo("batch 3 attempt 1 failed: no space left");
    assertThat(
            row(
                """
                SELECT stack_trace AS c FROM {schema}.Metadata_Logs
                WHERE task_id = ? AND event_type = 'ERROR'""",
                task.id()))
        .startsWith("java.lang.IllegalStateException: outside")
        .contains("Caused by: java.io.IOException: no space left");
    assertThat(run.completed(query, 3)).isFalse();
  }

  @Test
  void endedTaskStaysAsItIs() {
    Task task = store.start(start("bronze")).begin(batch(3));
    task.complete(result(1L));

    assertThatThrownBy(() -> task.fail(new IOException("late")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "task "
                + task.id()
                + " (batch 3 attempt 1) cannot become FAILED: it has ended already");
    assertThat(tasks()).containsExactly("3 1 COMPLETED");
  }

  @Test
  void batchSucceedsOnce() {
    Run run = store.start(start("bronze"));
    run.begin(batch(3)).complete(result(1L));
    Task again = run.begin(batch(3));

    assertThatThrownBy(() -> again.recover(result(1L))).isInstanceOf(TrackingUnavailable.class);
    assertThat(tasks()).containsExactly("3 1 COMPLETED", "3 2 STARTED");
    run.begin(batch(4)).complete(result(1L));
    assertThat(store.completedBatches("lake/_checkpoints/bronze")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void unknownStatusIsRefusedByTheTables() {
    Run run = store.start(start("bronze"));
    Task task = run.begin(batch(0));

    assertThatThrownBy(
            () ->
                change(
                    "UPDATE {schema}.Job_Metadata SET status = 'DONE' WHERE job_id = ?", run.id()))
        .isInstanceOf(TrackingUnavailable.class);
    assertThatThrownBy(
            () ->
                change(
                    "UPDATE {schema}.Task_Metadata SET status = 'OK' WHERE task_id = ?", task.id()))
        .isInstanceOf(TrackingUnavailable.class);
    assertThatThrownBy(() -> change("DELETE FROM {schema}.Job_Metadata WHERE job_id = ?", run.id()))
        .isInstanceOf(TrackingUnavailable.class);
  }

  @Test
  void batchesAreCountedByCheckpoint() {
    String checkpoint = "lake/" + pipeline;
    Run first = store.start(startAt(checkpoint));
    first.begin(batch(0)).complete(result(1L));
    first.begin(batch(1)).fail(new IOException("disk"));
    first.finish(RunStatus.FAILED, Optional.empty());
    Run second = store.start(startAt(checkpoint));
    second.begin(batch(1)).recover(result(1L));
    second.begin(batch(2));

    assertThat(store.completedBatches(checkpoint)).isEqualTo(2);
    assertThat(store.completedBatches(checkpoint + "x")).isZero();
  }

  @Test
  void twentyThreadsWriteAtOnce() throws Exception {
    Run run = store.start(start("bronze"));
    UUID[] queries = new UUID[20];
    for (int i = 0; i < queries.length; i++) {
      queries[i] = UUID.randomUUID();
    }
    together(
        20,
        i -> {
          for (long batch = 0; batch < 5; batch++) {
            run.begin(new BatchStart(queries[i], batch, null, null, "t")).complete(result(batch));
            run.note(Note.info(EventType.QUALITY, "x", "y"));
          }
          return null;
        });

    assertThat(
            row(
                """
                SELECT COUNT(*) AS c FROM {schema}.Task_Metadata
                WHERE job_id = ? AND status = 'COMPLETED'""",
                run.id()))
        .isEqualTo("100");
    assertThat(
            row(
                """
                SELECT COUNT(*) AS c FROM {schema}.Metadata_Logs
                WHERE job_id = ? AND event_type IN ('STATE_CHANGE', 'QUALITY')""",
                run.id()))
        .isEqualTo("301");
  }

  @Test
  void interruptedThreadFinishesItsWrite() {
    Run run = store.start(start("bronze"));
    Thread.currentThread().interrupt();
    Task task = run.begin(batch(0));
    task.complete(result(1L));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(tasks()).containsExactly("0 1 COMPLETED");
    run.renew();
  }
}
