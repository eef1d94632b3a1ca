package dev.medallion.tracking;

import dev.medallion.config.Parameter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** A life of one job, in which every statement of the store is executed. */
final class Scenario {
  private static final TaskResult TEN =
      new TaskResult(10L, 9L, 1L, 0L, 0L, null, 3L, "{\"p\":3}", null);

  private final TrackingStore store;
  private final Records behind;
  private final Caller caller;
  private final String pipeline = "p" + UUID.randomUUID();

  /** Asks the store for something; may ask again. */
  interface Caller {
    <T> T ask(Supplier<T> question);
  }

  /**
   * @param behind where the scenario itself changes what only time or a crash would change
   */
  Scenario(TrackingStore store, Records behind, Caller caller) {
    this.store = store;
    this.behind = behind;
    this.caller = caller;
  }

  /** Returns what is on record at the end, without numbers that differ from one time to another. */
  List<String> play() {
    tell(store::ready);
    UUID query = UUID.randomUUID();
    Run first = caller.ask(() -> store.start(start("1")));
    tell(() -> first.running(query, UUID.randomUUID()));
    succeed(first, query, 0);
    Task failed = caller.ask(() -> first.begin(batch(query, 1)));
    tell(() -> failed.fail(new IOException("disk")));
    caller.ask(() -> first.begin(batch(query, 1)));
    Task found = caller.ask(() -> first.begin(batch(query, 1)));
    tell(() -> found.recover(TEN));
    tell(() -> first.note(note));
    tell(first::renew);
    caller.ask(() -> first.completed(query, 1));
    caller.ask(() -> first.begin(batch(query, 2)));
    takeOver(query);
    caller.ask(() -> store.completedBatches("lake/" + pipeline));
    caller.ask(() -> store.knows("lake/" + pipeline, query));
    caller.ask(() -> store.knows("lake/" + pipeline, new UUID(0, 0)));
    caller.ask(() -> store.newestBatch(query));
    caller.ask(() -> store.history(pipeline, 5));
    amend(query);
    List<String> recorded = recorded();
    age();
    tell(() -> store.prune(pipeline, Duration.ofDays(90)));
    recorded.addAll(pruned());
    return recorded;
  }

  private final Note note = Note.warning(EventType.DATA_GAP, "landing/a.json", "is gone");

  private void takeOver(UUID query) {
    change("UPDATE Job_Lease SET expires_at = DATEADD(DAY, -1, {now}) WHERE job_key = ?");
    Run second = caller.ask(() -> store.start(start("2")));
    succeed(second, query, 2);
    change(
        "UPDATE Job_Lease SET owner = 'pid 999999999 on "
            + here().host()
            + " since 2020-01-01T00:00:00Z, run 11111111-2222-3333-4444-555555555555, space "
            + here().space()
            + "' WHERE job_key = ?");
    Run third = caller.ask(() -> store.start(start("2")));
    UUID other = UUID.randomUUID();
    tell(() -> third.running(other, UUID.randomUUID()));
    succeed(third, other, 0);
    succeed(third, other, 1);
    caller.ask(() -> third.begin(batch(other, 2)));
    caller.ask(() -> store.askToStop(pipeline, "bronze"));
    tell(third::stopping);
    tell(() -> third.finish(RunStatus.FAILED, Optional.of(new IOException("disk"))));
    Run fourth = caller.ask(() -> store.start(start("2")));
    tell(() -> fourth.finish(RunStatus.COMPLETED, Optional.empty()));
  }

  private void amend(UUID query) {
    RecordedJob found = caller.ask(() -> store.recorded(pipeline, "bronze"));
    RecordedTask task = found.tasks().get(0);
    Run run = caller.ask(() -> store.start(start("2")));
    tell(
        () ->
            run.amend(
                List.of(
                    new Amendment.Insert(batch(query, 7), TEN, "was missing"),
                    new Amendment.Correct(task, withoutRows(task), "was wrong"),
                    new Amendment.Abandon(found.tasks().get(3), "never was"))));
    tell(() -> run.finish(RunStatus.COMPLETED, Optional.empty()));
  }

  private static RecordedTask withoutRows(RecordedTask task) {
    return new RecordedTask(
        task.id(),
        task.run(),
        task.query(),
        task.batch(),
        task.status(),
        task.end(),
        task.startOffsets(),
        "{\"to\":3}",
        task.target(),
        null,
        8L,
        1L,
        0L,
        0L,
        null,
        4L);
  }

  private static Owner here() {
    return Owner.ofThisProcess(UUID.randomUUID());
  }

  private void succeed(Run run, UUID query, long batch) {
    Task task = caller.ask(() -> run.begin(batch(query, batch)));
    tell(() -> task.complete(TEN));
  }

  private void tell(Runnable order) {
    caller.ask(
        () -> {
          order.run();
          return null;
        });
  }

  private RunStart start(String value) {
    return new RunStart(
        pipeline,
        "bronze",
        "bronze",
        "lake/" + pipeline,
        List.of(new Parameter("a", value, "default", false)),
        Map.of("application", "1"),
        null);
  }

  private static BatchStart batch(UUID query, long number) {
    return new BatchStart(query, number, null, "{\"to\":2}", "t");
  }

  private void change(String sql) {
    behind.transaction(tx -> tx.update(sql, pipeline + "/bronze"));
  }

  private void age() {
    behind.transaction(
        tx ->
            tx.update(
                """
                UPDATE Job_Metadata SET end_time = DATEADD(DAY, -100, {now})
                WHERE pipeline_name = ?""",
                pipeline));
  }

  private List<String> recorded() {
    List<String> all = new ArrayList<>();
    all.addAll(
        rows(
            """
            SELECT CONCAT(status, ' ', fencing_no, ' ', error_message) AS c FROM Job_Metadata j
            WHERE j.pipeline_name = ? ORDER BY j.job_id"""));
    all.addAll(
        rows(
            """
            SELECT CONCAT(batch_id, ' ', attempt_no, ' ', t.status, ' ', output_rows, ' ',
              t.error_message) AS c
            FROM Task_Metadata t JOIN Job_Metadata j ON j.job_id = t.job_id
            WHERE j.pipeline_name = ? ORDER BY task_id"""));
    all.addAll(
        rows(
            """
            SELECT CONCAT(name, ' ', "VALUE") AS c
            FROM Process_Parameter_Metadata p JOIN Job_Metadata j ON j.job_id = p.job_id
            WHERE j.pipeline_name = ? ORDER BY parameter_id"""));
    all.addAll(
        rows(
            """
            SELECT CONCAT(level, ' ', event_type, ' ', field, ' ',
              CASE WHEN event_type = 'LEASE' THEN '' ELSE CONCAT(old_value, '>', new_value) END) AS c
            FROM Metadata_Logs l JOIN Job_Metadata j ON j.job_id = l.job_id
            WHERE j.pipeline_name = ? ORDER BY log_id"""));
    return all;
  }

  private List<String> pruned() {
    List<String> all =
        rows(
            """
            SELECT CONCAT('kept ', batch_id, ' ', attempt_no) AS c
            FROM Task_Metadata t JOIN Job_Metadata j ON j.job_id = t.job_id
            WHERE j.pipeline_name = ? ORDER BY task_id""");
    all.addAll(
        rows(
            """
            SELECT CONCAT('volume ', batches, ' ', input_rows, ' ', late_rows) AS c
            FROM Daily_Volume WHERE pipeline_name = ?"""));
    return all;
  }

  private List<String> rows(String sql) {
    return new ArrayList<>(behind.transaction(tx -> tx.query(sql, row -> row.text("c"), pipeline)));
  }
}
