package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.config.Parameter;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store does with runs and their parameters. */
abstract class RunContract extends TrackingStoreContract {
  /** A process may die after the first batch of a query, and before it could tell of the query. */
  @Test
  void queryIsKnownByItsFirstBatch() {
    UUID other = UUID.randomUUID();
    Run run = store.start(start("known"));
    assertThat(store.knows("lake/_checkpoints/known", other)).isFalse();
    run.begin(new BatchStart(other, 0, null, null, "t"));
    assertThat(store.knows("lake/_checkpoints/known", other)).isTrue();
    assertThat(store.knows("lake/_checkpoints/other", other)).isFalse();
  }

  @Test
  void startRecordsTheRun() {
    Run run = store.start(start("bronze"));

    assertThat(
            row(
                """
                SELECT CONCAT(run_uuid, '|', pipeline_name, '|', job_name, '|', layer, '|', status,
                  '|', fencing_no, '|', spark_app_id, '|', checkpoint_location, '|',
                  application_version, '|', spark_version, '|', delta_version) AS c
                FROM {schema}.Job_Metadata WHERE job_id = ?""",
                run.id()))
        .isEqualToIgnoringCase(
            run.uuid()
                + "|"
                + pipeline
                + "|bronze|bronze|STARTING|1|app-1|lake/_checkpoints/bronze|0.1.0|3.5.7|3.3.3");
    assertThat(row("SELECT host AS c FROM {schema}.Job_Metadata WHERE job_id = ?", run.id()))
        .isEqualTo(Owner.ofThisProcess(run.uuid()).host());
    assertThat(run.fencing()).isEqualTo(1);
  }

  @Test
  void timesAreUtcOfTheDatabase() {
    Instant before = Instant.now().minusSeconds(5);
    Run run = store.start(start("bronze"));

    RunHistory history = only().run();

    assertThat(history.start()).isBetween(before, Instant.now().plusSeconds(5));
    assertThat(history.heartbeat()).isAfterOrEqualTo(history.start());
    assertThat(history.id()).isEqualTo(run.id());
  }

  @Test
  void everyStatusChangeIsLogged() {
    Run run = store.start(start("bronze"));
    run.running(query, sparkRun);
    run.running(query, UUID.randomUUID());
    run.stopping();
    run.stopping();
    run.finish(RunStatus.STOPPED, Optional.empty());

    assertThat(
            rows(
                """
                SELECT CONCAT(entity, ' ', field, ' ', old_value, '>', new_value) AS c
                FROM {schema}.Metadata_Logs WHERE job_id = ? AND event_type = 'STATE_CHANGE'
                ORDER BY log_id""",
                run.id()))
        .containsExactly(
            "run " + run.id() + " status >STARTING",
            "run " + run.id() + " status STARTING>RUNNING",
            "run " + run.id() + " status RUNNING>STOPPING",
            "run " + run.id() + " status STOPPING>STOPPED");
    assertThat(only().run().state()).isEqualTo(RunState.STOPPED);
    assertThat(only().run().end()).isNotNull();
    assertThat(uuid("SELECT query_id AS c FROM {schema}.Job_Metadata WHERE job_id = ?", run.id()))
        .isEqualTo(query);
  }

  @Test
  void parametersAreRecordedWithoutSecrets() {
    Run run =
        store.start(
            start(
                "bronze",
                new Parameter("a.rows", "10", "default", false),
                new Parameter("b.key", "hunter2", "environment", true),
                new Parameter(
                    "c.url", "jdbc:sqlserver://h;user=u;password=hunter3;x=1", "x", false)));

    assertThat(
            rows(
                """
                SELECT CONCAT(name, '=', value, ' ', origin, ' ', CAST(is_secret AS INT)) AS c
                FROM {schema}.Process_Parameter_Metadata WHERE job_id = ? ORDER BY name""",
                run.id()))
        .containsExactly(
            "a.rows=10 default 0",
            "b.key=*** environment 1",
            "c.url=jdbc:sqlserver://h;user=u;password=***;x=1 x 0");
  }

  @Test
  void hashIsOfTheParameters() {
    Run run =
        store.start(
            start(
                "bronze",
                new Parameter("b", "hunter2", "environment", true),
                new Parameter("a", "1", "default", false)));

    // printf 'a=1\nb=***' | sha256sum
    assertThat(row("SELECT config_hash AS c FROM {schema}.Job_Metadata WHERE job_id = ?", run.id()))
        .isEqualTo("3e7ab80f84b589e58e0d37fb6214081d9a04526dc981e2e0b6e54aa8ccb1c4f4");
  }

  @Test
  void changedParametersAreLoggedOldAndNew() {
    store
        .start(
            start(
                "bronze",
                new Parameter("changed", "1", "default", false),
                new Parameter("gone", "x", "default", false),
                new Parameter("same", "s", "default", false),
                new Parameter("secret", "hunter2", "environment", true)))
        .finish(RunStatus.COMPLETED, Optional.empty());
    Run run =
        store.start(
            start(
                "bronze",
                new Parameter("changed", "2", "command line", false),
                new Parameter("fresh", "y", "default", false),
                new Parameter("same", "s", "command line", false),
                new Parameter("secret", "hunter3", "environment", true)));

    assertThat(
            rows(
                """
                SELECT CONCAT(message, ': ', COALESCE(old_value, '-'), '>', COALESCE(new_value, '-'))
                  AS c
                FROM {schema}.Metadata_Logs WHERE job_id = ? AND event_type = 'PARAMETER_CHANGE'
                ORDER BY log_id""",
                run.id()))
        .containsExactly(
            "parameter changed changed: 1>2",
            "parameter fresh is new: ->y",
            "parameter gone is gone: x>-");
  }

  @Test
  void finishEndsWhatIsOpenOnce() {
    Run run = store.start(start("bronze"));
    run.begin(batch(0));
    run.finish(
        RunStatus.FAILED, Optional.of(new IllegalStateException(new IOException("no space left"))));
    run.finish(RunStatus.COMPLETED, Optional.empty());

    assertThat(tasks()).containsExactly("0 1 ABANDONED");
    assertThat(only().run().state()).isEqualTo(RunState.FAILED);
    assertThat(only().run().error()).isEqualTo("no space left");
    assertThat(only().run().errorClass()).isEqualTo("java.io.IOException");
    assertThat(only().run().leaseHeld()).isFalse();
    assertThatThrownBy(run::renew)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "run "
                + run.id()
                + " of "
                + pipeline
                + "/bronze has ended; nothing can be added to it");
  }

  @Test
  void runCannotFinishOpen() {
    Run run = store.start(start("bronze"));

    assertThatThrownBy(() -> run.finish(RunStatus.RUNNING, Optional.empty()))
        .hasMessage("a run cannot finish as RUNNING; it would be COMPLETED, STOPPED or FAILED");
  }

  @Test
  void noteSentTwiceIsOneRow() {
    Run run = store.start(start("bronze"));
    Note note =
        Note.warning(EventType.DATA_GAP, "landing/a.json", "file grew after it was read")
            .change("size", "10", "20");
    run.note(note);
    run.note(note);

    assertThat(
            rows(
                """
                SELECT CONCAT(level, ' ', event_type, ' ', entity, ' ', field, ' ', old_value, '>',
                  new_value, ' ', message) AS c
                FROM {schema}.Metadata_Logs WHERE job_id = ? AND event_type = 'DATA_GAP'""",
                run.id()))
        .containsExactly("WARN DATA_GAP landing/a.json size 10>20 file grew after it was read");
    assertThat(only().notices())
        .extracting(Notice::message)
        .containsExactly("file grew after it was read");
  }
}
