package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.medallion.jdbc.Transaction;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every store does so that one process at a time runs a job. */
abstract class LeaseContract extends TrackingStoreContract {
  @Test
  void finishGivesTheLeaseBack() {
    store.start(start("bronze")).finish(RunStatus.COMPLETED, Optional.empty());

    assertThat(store.start(start("bronze")).fencing()).isEqualTo(2);
  }

  /** However far the database's clock is set back before the next start. */
  @Test
  void leaseThatWasGivenBackRanOutLongAgo() {
    store.start(start("bronze")).finish(RunStatus.COMPLETED, Optional.empty());

    assertThat(
            row(
                """
                SELECT CASE WHEN expires_at < DATEADD(YEAR, -10, {now}) THEN 'free' ELSE 'held' END AS c
                FROM {schema}.Job_Lease
                WHERE job_key = ?""",
                pipeline + "/bronze"))
        .isEqualTo("free");
  }

  @Test
  void leasesOfDifferentJobsAreApart() {
    store.start(start("bronze"));

    assertThat(store.start(start("silver")).fencing()).isEqualTo(1);
  }

  @Test
  void renewedLeaseIsRefusedAndNamesItsHolder() {
    store.start(start("bronze"));
    Owner elsewhere = Owner.parse(ELSEWHERE).orElseThrow();
    ownedBy(elsewhere.text());
    LeaseRow lease = new LeaseRow(pipeline + "/bronze", elsewhere, LONG);
    ScheduledExecutorService heart = Executors.newSingleThreadScheduledExecutor();
    var beats =
        heart.scheduleAtFixedRate(
            () -> records.transaction(tx -> renewed(lease, tx)), 0, 50, TimeUnit.MILLISECONDS);
    try {
      LeaseHeld held = catchThrowableOfType(LeaseHeld.class, () -> store.start(start("bronze")));

      assertThat(held.getMessage())
          .matches(
              "job "
                  + pipeline
                  + "/bronze is already running: pid 123 on host-a since"
                  + " 2026-01-01T10:00:00Z, run 11111111-2222-3333-4444-555555555555,"
                  + " lease until \\S+Z");
    } finally {
      beats.cancel(false);
      heart.shutdownNow();
    }
  }

  @Test
  void silentLeaseIsTakenOverWhenItRunsOut() {
    try (TrackingStore brief = TrackingStore.open(settings(Duration.ofSeconds(3)))) {
      Run first = brief.start(start("bronze"));
      ownedBy(ELSEWHERE);
      long began = System.nanoTime();

      Run second = brief.start(start("bronze"));

      assertThat(second.fencing()).isEqualTo(first.fencing() + 1);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(400));
    }
  }

  @Test
  void leaseOfAGoneProcessIsTakenAtOnce() throws Exception {
    store.start(start("bronze"));
    ownedBy(goneOwner().text());

    assertThat(store.start(start("bronze")).fencing()).isEqualTo(2);
  }

  @Test
  void loserOfTheLeaseWritesNothing() {
    Run loser = store.start(start("bronze"));
    loser.running(query, sparkRun);
    Task task = loser.begin(batch(0));
    expireLease();
    Run winner = store.start(start("bronze"));
    String lost =
        "job "
            + pipeline
            + "/bronze was taken over: "
            + Owner.ofThisProcess(winner.uuid())
            + "; this run records nothing more";

    List<Runnable> writes =
        List.of(
            loser::renew,
            loser::stopping,
            () -> loser.running(query, sparkRun),
            () -> loser.begin(batch(1)),
            () -> task.complete(result(1L)),
            () -> task.recover(result(1L)),
            () -> task.fail(new IOException("disk")),
            () -> loser.note(Note.info(EventType.QUALITY, "x", "y")),
            () -> loser.finish(RunStatus.COMPLETED, Optional.empty()));

    assertThat(writes)
        .allSatisfy(
            write -> assertThatThrownBy(write::run).isInstanceOf(LeaseLost.class).hasMessage(lost));
    assertThat(statuses(loser)).containsExactly("ABANDONED");
    assertThat(tasks()).containsExactly("0 1 ABANDONED");
  }

  @Test
  void oneOfTwoStartersWins() throws Exception {
    CountDownLatch refused = new CountDownLatch(1);
    List<Object> outcomes =
        together(
            2,
            () -> {
              try {
                Run run = store.start(start("bronze"));
                await().until(() -> isRenewedUntil(run, refused));
                return run;
              } catch (LeaseHeld e) {
                refused.countDown();
                return e;
              }
            });

    assertThat(outcomes).filteredOn(Run.class::isInstance).hasSize(1);
    assertThat(outcomes).filteredOn(LeaseHeld.class::isInstance).hasSize(1);
  }

  private static boolean isRenewedUntil(Run run, CountDownLatch refused) {
    run.renew();
    return refused.getCount() == 0;
  }

  @Test
  void nextStarterClosesWhatDied() {
    Run dead = store.start(start("bronze"));
    dead.running(query, sparkRun);
    Task open = dead.begin(batch(7));
    expireLease();

    store.start(start("bronze"));

    assertThat(statuses(dead)).containsExactly("ABANDONED");
    assertThat(row("SELECT end_time AS c FROM {schema}.Job_Metadata WHERE job_id = ?", dead.id()))
        .isNotNull();
    assertThat(tasks()).containsExactly("7 1 ABANDONED");
    assertThat(
            rows(
                """
                SELECT CONCAT(level, ' ', message) AS c FROM {schema}.Metadata_Logs
                WHERE job_id = ? AND new_value = 'ABANDONED' ORDER BY log_id""",
                dead.id()))
        .containsExactly(
            "WARN task " + open.id() + " is ABANDONED, was STARTED",
            "WARN run " + dead.id() + " is ABANDONED, was RUNNING");
  }

  @Test
  void repeatedStatementsRecogniseThemselves() {
    Owner owner = Owner.ofThisProcess(UUID.randomUUID());
    LeaseRow lease = new LeaseRow(pipeline + "/x", owner, LONG);

    assertThat(take(lease)).hasValue(1);
    assertThat(take(lease)).hasValue(1);
  }

  /** The store was brought back as it was before the first of them came. */
  @Test
  void anotherOwnerOfTheSameNumberHoldsItNot() {
    LeaseRow first = new LeaseRow(pipeline + "/x", Owner.ofThisProcess(UUID.randomUUID()), LONG);
    take(first);
    change("DELETE FROM {schema}.Job_Lease WHERE job_key = ?", pipeline + "/x");
    LeaseRow second = new LeaseRow(pipeline + "/x", Owner.ofThisProcess(UUID.randomUUID()), LONG);
    assertThat(take(second)).hasValue(1);

    assertThatThrownBy(() -> records.transaction(tx -> renewed(first, tx)))
        .isInstanceOf(LeaseLost.class);
    assertThat(records.<Boolean>transaction(tx -> renewed(second, tx))).isTrue();
  }

  private static boolean renewed(LeaseRow lease, Transaction tx) throws SQLException {
    lease.renew(tx, 1);
    return true;
  }

  private OptionalLong take(LeaseRow lease) {
    return records.transaction(tx -> lease.take(tx, lease.read(tx)));
  }
}
