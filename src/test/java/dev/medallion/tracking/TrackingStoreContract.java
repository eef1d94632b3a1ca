package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.config.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The ground of the contracts that every tracking store keeps. Each test has a pipeline of its own.
 */
@Timeout(60)
abstract class TrackingStoreContract {
  static final Duration LONG = Duration.ofMinutes(10);
  static final String ELSEWHERE =
      "pid 123 on host-a since 2026-01-01T10:00:00Z,"
          + " run 11111111-2222-3333-4444-555555555555, space ";

  final String pipeline = "p" + UUID.randomUUID();
  final UUID query = UUID.randomUUID();
  final UUID sparkRun = UUID.randomUUID();
  TrackingStore store;
  Records records;

  /** The same database each time within a test. */
  abstract TrackingSettings settings(Duration lease);

  @BeforeEach
  void open() {
    store = TrackingStore.open(settings(LONG));
    store.migrate();
    records = Records.open(settings(LONG).database());
  }

  @AfterEach
  void close() {
    // Neither is there when the assumption of a server has failed.
    if (store != null) {
      records.close();
      store.close();
    }
  }

  JobHistory only() {
    List<JobHistory> jobs = store.history(pipeline, 10);
    assertThat(jobs).hasSize(1);
    return jobs.get(0);
  }

  RunStart start(String job, Parameter... parameters) {
    return new RunStart(
        pipeline,
        job,
        job,
        "lake/_checkpoints/" + job,
        List.of(parameters),
        Map.of("application", "0.1.0", "spark", "3.5.7", "delta", "3.3.3"),
        "app-1");
  }

  RunStart startAt(String checkpoint) {
    return new RunStart(pipeline, "bronze", "bronze", checkpoint, List.of(), Map.of(), null);
  }

  BatchStart batch(long number) {
    return new BatchStart(query, number, null, null, "lake/bronze/t");
  }

  static TaskResult result(Long rows) {
    return new TaskResult(rows, rows, 0L, null, null, null, rows, null, null);
  }

  Owner goneOwner() throws Exception {
    Process process = new ProcessBuilder("sleep", "60").start();
    Owner owner = Owner.of(process.toHandle(), UUID.randomUUID());
    process.destroyForcibly().waitFor();
    return owner;
  }

  void ownedBy(String owner) {
    change(
        "UPDATE {schema}.Job_Lease SET owner = ? WHERE job_key = ?", owner, pipeline + "/bronze");
  }

  void expireLease() {
    change(
        """
        UPDATE {schema}.Job_Lease SET expires_at = DATEADD(MILLISECOND, -1, {now})
        WHERE job_key = ?""",
        pipeline + "/bronze");
  }

  List<String> statuses(Run run) {
    return rows("SELECT status AS c FROM {schema}.Job_Metadata WHERE job_id = ?", run.id());
  }

  List<String> tasks() {
    return rows(
        """
        SELECT CONCAT(batch_id, ' ', attempt_no, ' ', status) AS c
        FROM {schema}.Task_Metadata WHERE query_id = ? ORDER BY batch_id, attempt_no""",
        query);
  }

  String row(String sql, Object... parameters) {
    List<String> rows = rows(sql, parameters);
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }

  UUID uuid(String sql, Object... parameters) {
    return UUID.fromString(row(sql, parameters));
  }

  List<String> rows(String sql, Object... parameters) {
    return records.transaction(tx -> tx.query(sql, row -> row.text("c"), parameters));
  }

  void change(String sql, Object... parameters) {
    int changed = records.transaction(tx -> tx.update(sql, parameters));
    assertThat(changed).isEqualTo(1);
  }

  interface Part {
    Object run(int number) throws Exception;
  }

  static List<Object> together(int threads, Callable<Object> part) throws Exception {
    return together(threads, number -> part.call());
  }

  static List<Object> together(int threads, Part part) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<Object>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int number = i;
        parts.add(() -> part.run(number));
      }
      List<Object> results = new ArrayList<>();
      for (Future<Object> future : pool.invokeAll(parts)) {
        results.add(future.get());
      }
      return results;
    } finally {
      pool.shutdownNow();
    }
  }
}
