package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The answer to a run's last commit is lost, and another process starts before we ask again. */
class LostAnswerTest {
  private static final RunStart START =
      new RunStart("p", "j", "bronze", "lake/x", List.of(), Map.of(), null);

  @Test
  void endThatWasRecordedStaysAnEnd() {
    Rival rival = new Rival();
    try (TransactSqlStore server = new TransactSqlStore(rival)) {
      Run run = server.store.start(START);
      rival.comes = () -> rival.run = server.keeper.start(START);

      run.finish(RunStatus.COMPLETED, Optional.empty());

      assertThat(rival.run.fencing()).isEqualTo(run.fencing() + 1);
      assertThat(statuses(server)).containsExactly("COMPLETED", "STARTING");
    }
  }

  private static List<String> statuses(TransactSqlStore server) {
    return server.behind.transaction(
        tx ->
            tx.query("SELECT status FROM Job_Metadata ORDER BY job_id", row -> row.text("status")));
  }

  /** Comes once, between a commit and its answer, which is lost. */
  private static final class Rival implements Tap.Valve {
    private Runnable comes;
    private Run run;

    @Override
    public void afterCommit(int connection) throws SQLException {
      if (comes != null) {
        Runnable now = comes;
        comes = null;
        now.run();
        throw new SQLException("lost", "08S01", 10054);
      }
    }
  }
}
