package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.tracking.TrackingSettings.OnOutage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run while its store is away, and afterwards. */
@Timeout(60)
class SpoolingRunTest {
  private static final RunStart START =
      new RunStart("p", "j", "bronze", "lake/x", List.of(), Map.of(), null);
  private static final TaskResult TEN =
      new TaskResult(10L, 9L, 1L, 0L, 0L, null, 3L, "{\"p\":3}", null);

  @TempDir Path folder;
  private final UUID query = UUID.randomUUID();
  private final Line line = new Line();
  private final TransactSqlStore server = new TransactSqlStore(line);
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void recordOfAnOutageIsThatOfNoOutage() {
    Run plain = server.store.start(START);
    work(plain);
    end(plain);
    List<String> expected = record(plain);

    Run away = start();
    line.cut();
    work(away);
    line.mend();
    end(away);

    assertThat(record(away).stream().filter(row -> !row.contains("tracking store")))
        .isEqualTo(expected)
        .hasSize(20);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void nextRunPutsOnRecordWhatTheLastOneCouldNot() {
    Run away = start();
    line.cut();
    work(away);
    end(away);
    assertThat(waiting()).hasValueSatisfying(left -> assertThat(left.entries()).isEqualTo(12));
    line.mend();
    start();

    assertThat(record(away))
        .startsWith(
            "FAILED java.io.IOException disk query ended",
            "0 1 FAILED      {\"to\":2} t java.io.IOException disk took",
            "0 2 ABANDONED      {\"to\":2} t  ",
            "0 3 COMPLETED 10 9 1 3 {\"p\":3} {\"to\":2} t   took",
            "1 1 COMPLETED 10 9 1 3 {\"p\":3} {\"to\":3} t   took")
        .contains("INFO STATE_CHANGE run ABANDONED>FAILED run is FAILED, was ABANDONED");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void outageIsToldWhenItBeginsAndWhenItEnds() {
    Run run = start();
    line.cut();
    run.stopping();
    run.renew();
    line.mend();
    run.renew();

    assertThat(told)
        .containsExactly(
            "tracking database jdbc:sqlserver://nowhere.invalid cannot be reached: cut; what is to"
                + " be recorded waits in "
                + spoolFolder(),
            "2 tracking entries that waited are on record");
    assertThat(record(run)).contains("WARN ERROR tracking store null>null " + told.get(0));
  }

  @Test
  void whatHappenedInAnOutageHasItsOwnTime() {
    Run run = start();
    line.cut();
    run.begin(batch(0)).complete(TEN);
    line.mend();
    server.behind.transaction(
        tx -> tx.update("UPDATE Metadata_Logs SET recorded_at = DATEADD(DAY, -1, recorded_at)"));
    run.renew();

    assertThat(
            rows(
                """
                SELECT COUNT(*) AS c FROM Task_Metadata t
                JOIN Metadata_Logs l ON l.task_id = t.task_id
                WHERE l.event_time < l.recorded_at AND t.end_time >= t.start_time
                  AND t.start_time < l.recorded_at"""))
        .containsExactly("2");
  }

  @Test
  void entryWhoseAnswerWasLostIsThereOnce() {
    Run run = start();
    line.cutAfterCommit();
    Task task = run.begin(batch(0));
    line.mend();
    task.complete(TEN);
    run.renew();

    assertThat(tasks()).containsExactly("0 1 COMPLETED");
  }

  @Test
  void attemptThatNeverEndedIsAbandonedByTheNextRun() {
    Run dead = start();
    line.cut();
    dead.begin(batch(0));
    line.mend();
    Run next = start();
    assertThat(tasks()).containsExactly("0 1 ABANDONED");
    next.begin(batch(0)).recover(TEN);

    assertThat(tasks()).containsExactly("0 1 ABANDONED", "0 2 RECOVERED");
  }

  @Test
  void attemptThatBeganBeforeTheOutageEndsAsItDid() {
    Run run = start();
    Task task = run.begin(batch(0));
    line.cut();
    task.complete(TEN);
    line.mend();
    Run next = start();

    assertThat(tasks()).containsExactly("0 1 COMPLETED");
    assertThat(next.completed(query, 0)).isTrue();
    assertThat(record(run))
        .contains("INFO STATE_CHANGE task ABANDONED>COMPLETED task is COMPLETED, was ABANDONED");
  }

  @Test
  void runThatLostItsLeaseMeanwhileRecordsNothingAndTheNextOneDoes() {
    Run first = start();
    line.cut();
    first.begin(batch(0)).complete(TEN);
    line.mend();
    expire();
    Run rival = server.store.start(START);
    List<String> before = tasks();
    assertThatThrownBy(first::renew).isInstanceOf(LeaseLost.class);
    assertThat(tasks()).isEqualTo(before).isEmpty();
    rival.begin(batch(0)).recover(TEN);
    rival.finish(RunStatus.COMPLETED, Optional.empty());
    start();

    assertThat(tasks()).containsExactly("0 1 RECOVERED");
    assertThat(waiting()).isEmpty();
    assertThat(record(first))
        .contains(
            "INFO STATE_CHANGE batch null>null what waited in the spool of this batch came too"
                + " late: another attempt is on record");
  }

  @Test
  void batchIsNotKnownWhileTheStoreIsAway() {
    Run run = start();
    run.begin(batch(0)).complete(TEN);
    line.cut();
    assertThat(run.completed(query, 0)).isFalse();
    run.begin(batch(0)).recover(TEN);
    line.mend();
    run.renew();

    assertThat(tasks()).containsExactly("0 1 COMPLETED");
    assertThat(run.completed(query, 0)).isTrue();
  }

  @Test
  void runThatTheStoreDoesNotKnowIsNoOtherRun() {
    Run lost = start();
    line.cut();
    lost.begin(batch(0)).complete(TEN);
    lost.finish(RunStatus.FAILED, Optional.of(new IOException("disk")));
    line.mend();
    server.behind.transaction(tx -> tx.update("DELETE FROM Metadata_Logs"));
    server.behind.transaction(tx -> tx.update("DELETE FROM Process_Parameter_Metadata"));
    server.behind.transaction(tx -> tx.update("DELETE FROM Job_Metadata"));
    server.behind.transaction(
        tx -> tx.update("ALTER TABLE Job_Metadata ALTER COLUMN job_id RESTART WITH 1"));
    Run next = start();

    assertThat(next.id()).isEqualTo(lost.id());
    assertThat(rows("SELECT status AS c FROM Job_Metadata")).containsExactly("STARTING");
    assertThat(tasks()).containsExactly("0 1 COMPLETED");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void runThatEndsInAnOutagePutsOnRecordWhatAnotherLeft() {
    Run away = start();
    line.cut();
    away.begin(batch(0)).complete(TEN);
    line.mend();
    expire();
    Run next = server.store.start(START, OnOutage.FAIL, spool(100), told::add);

    assertThat(tasks()).containsExactly("0 1 COMPLETED");
    line.cut();
    assertThatThrownBy(() -> next.begin(batch(1))).isInstanceOf(TrackingUnavailable.class);
    assertThat(waiting()).isEmpty();
  }

  @Test
  void entryThatIsRefusedForGoodHoldsUpNoOther() {
    Run run = start();
    line.cut();
    run.begin(batch(0)).complete(TEN);
    run.begin(batch(1)).complete(TEN);
    line.mend();
    line.refuseOnce("INSERT INTO Task_Metadata");
    run.renew();

    assertThat(tasks()).containsExactly("1 1 COMPLETED");
    assertThat(waiting()).isEmpty();
    String aside =
        "an entry is set aside in %s/00000000000000000001.json.refused: tracking database"
                .formatted(spoolFolder())
            + " jdbc:sqlserver://nowhere.invalid refused a statement: too long";
    assertThat(told).contains(aside, "4 tracking entries that waited are on record");
    assertThat(record(run)).contains("ERROR ERROR tracking store null>null " + aside);
    assertThat(spoolFolder().resolve("00000000000000000001.json.refused"))
        .content()
        .contains("\"type\":\"begun\"", "\"batchId\":0");
  }

  @Test
  void fullSpoolIsAnOutage() {
    Run run = server.store.start(START, OnOutage.SPOOL, spool(3), told::add);
    line.cut();
    Task task = run.begin(batch(0));
    task.complete(TEN);

    assertThatThrownBy(() -> run.begin(batch(1)))
        .isInstanceOf(TrackingUnavailable.class)
        .hasMessage(
            "3 tracking entries wait in %s, which is as many as tracking.spool-limit allows"
                .formatted(spoolFolder()));
  }

  @Test
  void damagedEntryIsNamed() throws IOException {
    Run run = start();
    line.cut();
    run.begin(batch(0));
    line.mend();
    Path file = folder.resolve("c.spool/00000000000000000001.json");
    Files.delete(folder.resolve("c.spool/.00000000000000000001.json.crc"));
    Files.writeString(file, "{");

    assertThatThrownBy(this::start)
        .isInstanceOf(TrackingUnavailable.class)
        .hasMessageStartingWith(
            "the spool of tracking entries, %s, has a file that cannot be read, %s: "
                .formatted(spoolFolder(), file.getFileName()));
  }

  @Test
  void aSpoolThatCannotBeReadForNowStopsNoRun() throws IOException {
    Run run = start();
    line.cut();
    run.begin(batch(0)).complete(TEN);
    line.mend();
    Path file = folder.resolve("c.spool/00000000000000000000.json");
    Files.delete(folder.resolve("c.spool/.00000000000000000000.json.crc"));
    String entry = Files.readString(file);
    Files.writeString(file, "{");
    assertThat(run.renew()).isFalse();
    assertThat(tasks()).isEmpty();

    Files.writeString(file, entry);
    run.finish(RunStatus.COMPLETED, Optional.empty());

    assertThat(tasks()).containsExactly("0 1 COMPLETED");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void entriesOfOneThatLostTheLeaseHideNoneOfThoseBehindThem() {
    Run lost = start();
    line.cut();
    lost.begin(batch(0));
    line.mend();
    Run run = start();
    line.cut();
    lost.stopping();
    run.begin(batch(1)).complete(TEN);
    line.mend();
    run.renew();

    assertThat(tasks()).containsExactly("0 1 ABANDONED", "1 1 COMPLETED");
    assertThat(waiting()).isEmpty();
  }

  @Test
  void secretsDoNotReachTheFiles() throws IOException {
    Run run = start();
    line.cut();
    String url = "jdbc:sqlserver://a;password=hunter2;";
    run.note(Note.info(EventType.QUALITY, "x", url).change("f", url, url));
    run.begin(batch(0)).fail(new IOException(url));
    run.finish(RunStatus.FAILED, Optional.of(new IOException(url)));

    try (Stream<Path> files = Files.list(folder.resolve("c.spool"))) {
      for (Path file : files.toList()) {
        assertThat(Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1))
            .doesNotContain("hunter2");
      }
    }
  }

  private void work(Run run) {
    UUID other = UUID.randomUUID();
    run.running(other, UUID.randomUUID());
    Task failed = run.begin(new BatchStart(other, 0, null, "{\"to\":2}", "t"));
    failed.fail(new IOException("disk"));
    run.begin(new BatchStart(other, 0, null, "{\"to\":2}", "t"));
    Task done = run.begin(new BatchStart(other, 0, null, "{\"to\":2}", "t"));
    run.note(Note.warning(EventType.DATA_GAP, "landing/a.json", "is gone"));
    done.complete(TEN);
    run.begin(new BatchStart(other, 1, null, "{\"to\":3}", "t")).complete(TEN);
    run.stopping();
  }

  private static void end(Run run) {
    run.finish(RunStatus.FAILED, Optional.of(new IOException("disk")));
  }

  /** Takes the lease from whoever has it. */
  private Run start() {
    expire();
    return server.store.start(START, OnOutage.SPOOL, spool(100), told::add);
  }

  private Spool spool(int limit) {
    return Spool.beside(folder.resolve("c").toString(), new Configuration(), limit);
  }

  private Optional<Waiting> waiting() {
    return Spool.waiting(folder.resolve("c").toString(), new Configuration());
  }

  private Path spoolFolder() {
    return folder.resolve("c.spool");
  }

  private BatchStart batch(long number) {
    return new BatchStart(query, number, null, null, "t");
  }

  private void expire() {
    server.behind.transaction(
        tx -> tx.update("UPDATE Job_Lease SET expires_at = DATEADD(DAY, -1, {now})"));
  }

  private List<String> tasks() {
    return rows(
        """
        SELECT CONCAT(batch_id, ' ', attempt_no, ' ', status) AS c
        FROM Task_Metadata WHERE query_id = ? ORDER BY batch_id, attempt_no""",
        query);
  }

  /** What is on record of a run, without numbers that differ from one run to another. */
  private List<String> record(Run run) {
    List<String> all =
        rows(
            """
            SELECT CONCAT(status, ' ', error_class, ' ', error_message,
              CASE WHEN query_id IS NULL THEN '' ELSE ' query' END,
              CASE WHEN end_time IS NULL THEN '' ELSE ' ended' END) AS c
            FROM Job_Metadata WHERE job_id = ?""",
            run.id());
    all.addAll(
        rows(
            """
            SELECT CONCAT(batch_id, ' ', attempt_no, ' ', status, ' ', input_rows, ' ',
              output_rows, ' ', quarantined_rows, ' ', delta_version, ' ', source_lag, ' ',
              end_offsets, ' ', target, ' ', error_class, ' ', error_message,
              CASE WHEN duration_ms IS NULL THEN '' ELSE ' took' END) AS c
            FROM Task_Metadata WHERE job_id = ? ORDER BY task_id""",
            run.id()));
    rows(
            """
            SELECT CONCAT(level, ' ', event_type, ' ', entity, ' ', COALESCE(old_value, 'null'),
              '>', COALESCE(new_value, 'null'), ' ', message) AS c
            FROM Metadata_Logs WHERE job_id = ? AND event_type <> 'LEASE' ORDER BY log_id""",
            run.id())
        .forEach(row -> all.add(row.replaceAll("(run|task|batch) \\d+", "$1")));
    return all;
  }

  private List<String> rows(String sql, Object... parameters) {
    return new ArrayList<>(
        server.behind.transaction(tx -> tx.query(sql, row -> row.text("c"), parameters)));
  }

  /** The line to the server. */
  private static final class Line implements Tap.Valve {
    private volatile boolean cut;
    private volatile boolean cutAfterCommit;
    private final AtomicReference<String> refused = new AtomicReference<>();

    void cut() {
      cut = true;
    }

    /** The next commit is made, and its answer does not come. */
    void cutAfterCommit() {
      cutAfterCommit = true;
    }

    /** The next statement that begins so has a value that is too long. */
    void refuseOnce(String beginning) {
      refused.set(beginning);
    }

    void mend() {
      cut = false;
      cutAfterCommit = false;
    }

    @Override
    public void statement(int connection, String sql) throws SQLException {
      String beginning = refused.get();
      if (beginning != null && sql.startsWith(beginning)) {
        refused.set(null);
        throw new SQLException("too long", "S0001", 2628);
      }
      if (cut) {
        throw new SQLException("cut", "08S01", 10054);
      }
    }

    @Override
    public void afterCommit(int connection) throws SQLException {
      if (cutAfterCommit) {
        cut = true;
        throw new SQLException("cut", "08S01", 10054);
      }
    }
  }
}
