package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store tells of a pipeline. */
abstract class HistoryContract extends TrackingStoreContract {
  @Test
  void historyTellsARunningJobFromADeadOne() throws Exception {
    Run run = store.start(start("bronze"));
    run.running(query, sparkRun);
    assertThat(only().run().state()).isEqualTo(RunState.RUNNING);
    assertThat(only().run().describe()).isEqualTo("RUNNING");

    ownedBy(goneOwner().text());
    change(
        "UPDATE {schema}.Job_Metadata SET owner = ? WHERE job_id = ?",
        goneOwner().text(),
        run.id());
    assertThat(only().run().state()).isEqualTo(RunState.DEAD);
    assertThat(only().run().describe()).isEqualTo("RUNNING (process gone)");

    expireLease();
    assertThat(only().run().state()).hasToString("dead");
    assertThat(only().run().describe()).isEqualTo("RUNNING (lease ran out; process gone)");
  }

  @Test
  void errorsOfRunsWithoutTasksAreShown() {
    store
        .start(start("bronze"))
        .finish(RunStatus.FAILED, Optional.of(new IOException("no such topic")));
    store.start(start("bronze"));

    assertThat(only().notices())
        .extracting(Notice::message)
        .singleElement()
        .asString()
        .endsWith(" failed: no such topic");
  }

  @Test
  void historyHasTheLatestOfEachJob() {
    Run silver = store.start(start("silver"));
    Run bronze = store.start(start("bronze"));
    for (int batch = 0; batch < 5; batch++) {
      bronze.begin(batch(batch)).complete(result(batch + 1L));
    }

    List<JobHistory> jobs = store.history(pipeline, 2);

    assertThat(jobs).extracting(JobHistory::job).containsExactly("bronze", "silver");
    assertThat(jobs.get(0).tasks()).extracting(TaskHistory::batchId).containsExactly(4L, 3L);
    assertThat(jobs.get(1).run().id()).isEqualTo(silver.id());
    assertThat(jobs.get(1).tasks()).isEmpty();
  }
}
