package dev.medallion.bench;

import dev.medallion.config.Parameter;
import dev.medallion.config.Secret;
import dev.medallion.jdbc.SignIn;
import dev.medallion.tracking.BatchStart;
import dev.medallion.tracking.Run;
import dev.medallion.tracking.RunStart;
import dev.medallion.tracking.RunStatus;
import dev.medallion.tracking.TaskResult;
import dev.medallion.tracking.TrackingSettings;
import dev.medallion.tracking.TrackingStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What starting a run, recording a batch and {@code status} take in an H2 file that has grown,
 * against one that is empty. Both are asked in turn, in one process.
 */
public final class GrownStore {
  private static final int WARM = 100;
  private static final int PORTION = 20_000;
  private static final TaskResult RESULT =
      new TaskResult(10L, 10L, 0L, 0L, 0L, 0L, 1L, "{\"p\":0}", null);

  private GrownStore() {}

  /**
   * @param args a folder; how many tasks the grown store has, half of them of one run and half of
   *     runs of 100 tasks, with three log rows each; how often each thing is measured
   */
  public static void main(String[] args) throws Exception {
    TrackingSettings empty = settings(Path.of(args[0], "empty"));
    TrackingSettings grown = settings(Path.of(args[0], "grown"));
    int tasks = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    try (TrackingStore small = TrackingStore.open(empty);
        TrackingStore large = TrackingStore.open(grown)) {
      small.migrate();
      large.migrate();
      grow(grown.url(), tasks);
      seed(small);
      report("status", small, large, rounds, (store, run) -> store.history("bench", 5));
      report("start a run", small, large, rounds, GrownStore::startRun);
      report("record a batch", small, large, rounds, GrownStore::recordBatch);
    }
  }

  private static TrackingSettings settings(Path file) {
    return new TrackingSettings(
        TrackingSettings.Store.JDBC,
        "jdbc:h2:file:" + file.toAbsolutePath(),
        SignIn.as("", Secret.of("")),
        "",
        Duration.ofMinutes(10),
        4,
        Duration.ofSeconds(10),
        Duration.ofDays(90),
        TrackingSettings.OnOutage.FAIL,
        1,
        false);
  }

  /** A run of each job, so that there is as much to show as in the other. */
  private static void seed(TrackingStore store) {
    for (String job : List.of("forever", "daily")) {
      Run run = store.start(start(job));
      for (int i = 0; i < 10; i++) {
        recordBatch(store, run);
      }
      run.finish(RunStatus.COMPLETED, Optional.empty());
    }
  }

  /** Something that is asked of a store, with a run of it at hand. */
  private interface Question {
    void ask(TrackingStore store, Run run);
  }

  private static void startRun(TrackingStore store, Run run) {
    store.completedBatches("lake/_checkpoints/new");
    store.start(start("daily")).finish(RunStatus.COMPLETED, Optional.empty());
  }

  private static void recordBatch(TrackingStore store, Run run) {
    run.begin(new BatchStart(UUID.randomUUID(), 0, null, "{\"to\":1}", "t")).complete(RESULT);
  }

  private static void report(
      String what, TrackingStore small, TrackingStore large, int rounds, Question question) {
    Run ofSmall = small.start(start("forever"));
    Run ofLarge = large.start(start("forever"));
    double[] empty = new double[rounds];
    double[] grown = new double[rounds];
    for (int i = -WARM; i < rounds; i++) {
      double first = millis(question, small, ofSmall);
      double second = millis(question, large, ofLarge);
      if (i >= 0) {
        empty[i] = first;
        grown[i] = second;
      }
    }
    ofSmall.finish(RunStatus.COMPLETED, Optional.empty());
    ofLarge.finish(RunStatus.COMPLETED, Optional.empty());
    System.out.printf(
        Locale.ROOT,
        "%s: empty %.2f ms, grown %.2f ms, ratio %.2f%n",
        what,
        median(empty),
        median(grown),
        median(grown) / median(empty));
  }

  private static double millis(Question question, TrackingStore store, Run run) {
    long began = System.nanoTime();
    question.ask(store, run);
    return (System.nanoTime() - began) / 1e6;
  }

  private static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static RunStart start(String job) {
    List<Parameter> options =
        IntStream.range(0, 60)
            .mapToObj(i -> new Parameter("option-" + i, "value", "default", false))
            .toList();
    return new RunStart(
        "bench", job, "bronze", "lake/_checkpoints/" + job, options, Map.of(), null);
  }

  /** Rows as the program leaves them: runs that ended, tasks that succeeded, and their log. */
  private static void grow(String url, int tasks) throws SQLException {
    int runs = tasks / 200;
    try (Connection connection =
            DriverManager.getConnection(url + ";AUTO_SERVER=TRUE;NON_KEYWORDS=VALUE", "", "");
        Statement sql = connection.createStatement()) {
      sql.execute(
          """
          INSERT INTO Job_Metadata (run_uuid, pipeline_name, job_name, layer, status, end_time,
            owner, fencing_no, query_id, checkpoint_location, config_hash, host)
          SELECT RANDOM_UUID(), 'bench', CASE X WHEN 1 THEN 'forever' ELSE 'daily' END, 'bronze',
            'COMPLETED', LOCALTIMESTAMP, 'o', 1, RANDOM_UUID(),
            CONCAT('lake/_checkpoints/', CASE X WHEN 1 THEN 'forever' ELSE 'daily' END), 'h', 'h'
          FROM SYSTEM_RANGE(1, %d)"""
              .formatted(runs + 1));
      sql.execute("SET CACHE_SIZE 500000"); // KB
      for (int from = 1; from <= tasks; from += PORTION) {
        sql.execute(TASKS.formatted(tasks / 2, from, Math.min(tasks, from + PORTION - 1)));
        sql.execute(LOGS.formatted(from, from + PORTION - 1));
      }
    }
  }

  private static final String TASKS =
      """
      INSERT INTO Task_Metadata (job_id, query_id, batch_id, attempt_no, status, end_time,
        duration_ms, input_rows, output_rows, start_offsets, end_offsets, target)
      SELECT CASE WHEN X <= %1$d THEN 1 ELSE 2 + (X - %1$d - 1) / 100 END,
        '11111111-2222-3333-4444-555555555555', X, 1, 'COMPLETED', LOCALTIMESTAMP, 1000, 10, 10,
        '{"from":1}', '{"to":2}', 'lake/bronze/t'
      FROM SYSTEM_RANGE(%2$d, %3$d)""";

  private static final String LOGS =
      """
      INSERT INTO Metadata_Logs (event_uuid, job_id, task_id, level, event_type, entity, field,
        old_value, new_value, actor, message)
      SELECT CAST(CONCAT('00000000-0000-4000-8000-', LPAD(CAST(3 * t.task_id + X AS VARCHAR), 12,
        '0')) AS UUID), t.job_id, t.task_id, CASE WHEN X = 3 AND MOD(t.task_id, 10) = 0 THEN 'WARN' ELSE 'INFO' END, 'STATE_CHANGE',
        CONCAT('task ', t.task_id), 'status', 'STARTED', 'COMPLETED', 'a', 'task is COMPLETED'
      FROM Task_Metadata t CROSS JOIN SYSTEM_RANGE(1, 3)
      WHERE t.task_id BETWEEN %d AND %d""";
}
