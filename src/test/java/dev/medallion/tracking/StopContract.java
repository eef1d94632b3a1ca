package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a run of any store is asked to stop. */
abstract class StopContract extends TrackingStoreContract {
  @Test
  void aRunThatIsAskedLearnsItWhenItRenews() {
    Run bronze = store.start(start("bronze"));
    Run silver = store.start(start("silver"));
    assertThat(bronze.renew()).isFalse();

    List<RunHistory> asked = store.askToStop(pipeline, "bronze");

    assertThat(asked).extracting(RunHistory::id).containsExactly(bronze.id());
    assertThat(asked.get(0).state()).isEqualTo(RunState.STARTING);
    assertThat(asked.get(0).owner()).isEqualTo(only("bronze").run().owner());
    assertThat(bronze.renew()).isTrue();
    assertThat(bronze.renew()).isTrue();
    assertThat(silver.renew()).isFalse();
    assertThat(actions(silver)).isEmpty();
  }

  @Test
  void whoeverAskedIsOnRecordOnce() {
    Run run = store.start(start("bronze"));

    store.askToStop(pipeline, "bronze");
    String since = requested(run);
    store.askToStop(pipeline, "bronze");

    assertThat(requested(run)).isEqualTo(since).isNotNull();
    assertThat(actions(run))
        .containsExactly(
            "INFO run %1$d run %1$d was asked to stop by %2$s"
                .formatted(run.id(), System.getProperty("user.name")));
  }

  @Test
  void aRunThatHasEndedIsNotAskedNorIsTheNext() {
    Run first = store.start(start("bronze"));
    store.askToStop(pipeline, "bronze");
    first.finish(RunStatus.STOPPED, Optional.empty());

    assertThat(store.askToStop(pipeline, "bronze")).isEmpty();
    assertThat(store.askToStop(pipeline, "none")).isEmpty();
    assertThat(store.start(start("bronze")).renew()).isFalse();
  }

  @Test
  void aDeadRunIsToldButNotAsked() {
    Run run = store.start(start("bronze"));
    expireLease();

    List<RunHistory> open = store.askToStop(pipeline, "bronze");

    assertThat(open).extracting(RunHistory::state).containsExactly(RunState.DEAD);
    assertThat(open.get(0).id()).isEqualTo(run.id());
    assertThat(requested(run)).isNull();
    assertThat(actions(run)).isEmpty();
  }

  private JobHistory only(String job) {
    return store.history(pipeline, 1).stream()
        .filter(history -> history.job().equals(job))
        .findFirst()
        .orElseThrow();
  }

  private String requested(Run run) {
    return row(
        "SELECT stop_requested_at AS c FROM {schema}.Job_Metadata WHERE job_id = ?", run.id());
  }

  private List<String> actions(Run run) {
    return rows(
        """
        SELECT CONCAT(level, ' ', entity, ' ', message, ' by ', actor) AS c
        FROM {schema}.Metadata_Logs WHERE job_id = ? AND event_type = 'OPERATOR_ACTION'
        ORDER BY log_id""",
        run.id());
  }
}
