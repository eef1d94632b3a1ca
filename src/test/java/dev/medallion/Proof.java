package dev.medallion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Holds a trial against what was given to it, with plain Spark and plain JDBC: no code of the
 * program has a part in the reading. All its processes have ended, and its sources are drained.
 */
final class Proof {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Trial trial;
  private final Contents contents;
  private final List<Map<String, String>> runs;
  private final List<Map<String, String>> tasks;

  Proof(Trial trial, Contents contents) throws SQLException {
    this.trial = trial;
    this.contents = contents;
    this.runs = trial.tracking().rows("SELECT * FROM Job_Metadata ORDER BY job_id");
    this.tasks =
        trial
            .tracking()
            .rows(
                """
                SELECT t.*, j.job_name, j.run_uuid
                FROM Task_Metadata t JOIN Job_Metadata j ON j.job_id = t.job_id
                ORDER BY t.task_id""");
  }

  void verify() throws IOException, SQLException {
    everyRowIsThereOnce();
    nothingIsOpen();
    everyBatchHasOneSuccess();
    everySuccessIsItsCommit();
    theCountsAddUp();
  }

  /** What was given, and what the runs made of it. */
  @Override
  public String toString() {
    return "%d invoices, %d malformed, %d without a value; runs %s, tasks %s"
        .formatted(
            contents.invoices().size(),
            contents.malformed().size(),
            contents.tombstones(),
            runStatuses(),
            taskStatuses());
  }

  /** How many runs or tasks there are of each status. */
  Map<String, Long> runStatuses() {
    return counted(runs, row -> row.get("status"));
  }

  Map<String, Long> taskStatuses() {
    return counted(tasks, row -> row.get("status"));
  }

  private void everyRowIsThereOnce() {
    assertThat(difference(rows(trial.bronze(), Proof::invoice), contents.invoices())).isEmpty();
    assertThat(difference(rows(trial.silver(), Proof::lineItem), contents.lineItems())).isEmpty();
    List<String> quarantined =
        Files.exists(trial.bronzeQuarantine())
            ? rows(trial.bronzeQuarantine(), Proof::quarantined)
            : List.of();
    assertThat(difference(quarantined, contents.malformed())).isEmpty();
    assertThat(trial.silverQuarantine()).doesNotExist();
  }

  private static String invoice(Row row) {
    return place(row)
        + " "
        + row.getAs("InvoiceNumber")
        + " "
        + row.getAs("CreatedTime")
        + " "
        + row.getAs("TotalAmount");
  }

  private static String lineItem(Row row) {
    return row.getAs("InvoiceNumber")
        + " "
        + row.getAs("ItemCode")
        + " "
        + row.getAs("ItemQty")
        + " "
        + row.getAs("TotalValue");
  }

  private static String quarantined(Row row) {
    assertThat(row.<String>getAs("stage")).isEqualTo("decode");
    assertThat(row.<Object>getAs("reasons")).isNotNull();
    String place =
        row.<String>getAs("source_file") == null
            ? row.getAs("source_topic")
                + "-"
                + row.getAs("source_partition")
                + "@"
                + row.getAs("source_offset")
            : file(row.getAs("source_file"));
    return place + " " + row.getAs("record");
  }

  private static String place(Row row) {
    return List.of(row.schema().fieldNames()).contains("_source_file")
        ? file(row.getAs("_source_file"))
        : row.getAs("_topic") + "-" + row.getAs("_partition") + "@" + row.getAs("_offset");
  }

  private static String file(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** And the log's last word on a run or task is what its row says. */
  private void nothingIsOpen() throws SQLException {
    assertThat(runStatuses().keySet()).isSubsetOf("COMPLETED", "STOPPED", "FAILED", "ABANDONED");
    assertThat(taskStatuses().keySet()).isSubsetOf("COMPLETED", "RECOVERED", "FAILED", "ABANDONED");
    Map<String, String> said = new HashMap<>();
    trial
        .tracking()
        .rows(
            """
            SELECT entity, new_value
            FROM Metadata_Logs
            WHERE event_type = 'STATE_CHANGE' AND field = 'status'
            ORDER BY log_id""")
        .forEach(change -> said.put(change.get("entity"), change.get("new_value")));
    Map<String, String> recorded = new HashMap<>();
    runs.forEach(run -> recorded.put("run " + run.get("job_id"), run.get("status")));
    tasks.forEach(task -> recorded.put("task " + task.get("task_id"), task.get("status")));
    assertThat(said).isEqualTo(recorded);
  }

  private void everyBatchHasOneSuccess() {
    for (var job : Map.of("bronze", trial.bronze(), "silver", trial.silver()).entrySet()) {
      List<Map<String, String>> done = successes(job.getKey());
      assertThat(counted(done, task -> task.get("query_id"))).hasSize(1);
      assertThat(done)
          .extracting(task -> Long.valueOf(task.get("batch_id")))
          .containsExactlyInAnyOrderElementsOf(upTo(done.size()));
      assertThat(done)
          .extracting(task -> Long.valueOf(task.get("delta_version")))
          .containsExactlyInAnyOrderElementsOf(upTo(commits(job.getValue())));
    }
  }

  private void everySuccessIsItsCommit() throws IOException {
    Set<String> uuids = runs.stream().map(run -> run.get("run_uuid")).collect(Collectors.toSet());
    Map<String, Map<String, String>> byId =
        tasks.stream().collect(Collectors.toMap(task -> task.get("task_id"), Function.identity()));
    for (var task : successes()) {
      JsonNode commit = commit(Path.of(task.get("target")), task.get("delta_version"));
      JsonNode signature = JSON.readTree(commit.get("userMetadata").textValue());
      var writer = byId.get(signature.get("task").asText());
      assertThat(commit.at("/operationMetrics/numOutputRows").asText())
          .isEqualTo(task.get("output_rows"));
      assertThat(signature.get("job").asText()).isEqualTo(task.get("job_name"));
      assertThat(signature.get("query").asText()).isEqualTo(task.get("query_id"));
      assertThat(signature.get("batch").asText()).isEqualTo(task.get("batch_id"));
      assertThat(signature.get("run").asText()).isIn(uuids).isEqualTo(writer.get("run_uuid"));
      assertThat(writer.get("batch_id")).isEqualTo(task.get("batch_id"));
      assertThat(writer.get("status"))
          .isEqualTo(task.get("status").equals("RECOVERED") ? "ABANDONED" : "COMPLETED");
    }
  }

  private void theCountsAddUp() {
    for (var task : successes("bronze")) {
      assertThat(number(task, "input_rows"))
          .isEqualTo(
              number(task, "output_rows")
                  + number(task, "quarantined_rows")
                  + number(task, "skipped_rows"));
    }
    assertThat(sums("bronze"))
        .isEqualTo(
            sums(
                contents.size(),
                contents.invoices().size(),
                contents.malformed().size(),
                contents.tombstones()));
    assertThat(sums("silver"))
        .isEqualTo(sums(contents.invoices().size(), contents.lineItems().size(), 0, 0));
    if (Files.exists(trial.bronzeQuarantine())) {
      Map<String, Long> recorded = new TreeMap<>();
      successes("bronze").stream()
          .filter(task -> number(task, "quarantined_rows") > 0)
          .forEach(task -> recorded.put(task.get("batch_id"), number(task, "quarantined_rows")));
      List<String> batches =
          rows(trial.bronzeQuarantine(), row -> row.getAs("batch_id").toString());
      assertThat(counted(batches, Function.identity())).isEqualTo(recorded);
    }
  }

  private Map<String, Long> sums(String job) {
    List<Map<String, String>> done = successes(job);
    assertThat(sum(done, "rejected_rows")).isZero();
    return sums(
        sum(done, "input_rows"),
        sum(done, "output_rows"),
        sum(done, "quarantined_rows"),
        sum(done, "skipped_rows"));
  }

  private static Map<String, Long> sums(long input, long output, long quarantined, long skipped) {
    return Map.of("input", input, "output", output, "quarantined", quarantined, "skipped", skipped);
  }

  private static long sum(List<Map<String, String>> rows, String column) {
    return rows.stream().mapToLong(row -> number(row, column)).sum();
  }

  private static long number(Map<String, String> row, String column) {
    return Long.parseLong(row.get(column));
  }

  /** The task rows of a job that ended well, in the order in which they began. */
  List<Map<String, String>> successes(String job) {
    return successes().stream().filter(task -> task.get("job_name").equals(job)).toList();
  }

  private List<Map<String, String>> successes() {
    return tasks.stream()
        .filter(task -> Set.of("COMPLETED", "RECOVERED").contains(task.get("status")))
        .toList();
  }

  private static List<Long> upTo(long end) {
    return LongStream.range(0, end).boxed().toList();
  }

  private static long commits(Path table) {
    try (Stream<Path> log = Files.list(table.resolve("_delta_log"))) {
      return log.filter(file -> file.toString().matches(".*/\\d{20}\\.json")).count();
    } catch (IOException e) {
      throw new AssertionError("no Delta log of " + table, e);
    }
  }

  private static JsonNode commit(Path table, String version) throws IOException {
    Path file = table.resolve("_delta_log/%020d.json".formatted(Long.valueOf(version)));
    for (String line : Files.readAllLines(file)) {
      JsonNode action = JSON.readTree(line);
      if (action.has("commitInfo")) {
        return action.get("commitInfo");
      }
    }
    throw new AssertionError("no commitInfo in " + file);
  }

  private static List<String> rows(Path table, Function<Row, String> text) {
    return spark().read().format("delta").load(table.toString()).collectAsList().stream()
        .map(text)
        .toList();
  }

  private static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.databricks.delta.snapshotPartitions", "1")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config(
            "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
        .getOrCreate();
  }

  /** What is there too often, with how often too many, or missing, with a number below zero. */
  private static Map<String, Long> difference(List<String> there, List<String> expected) {
    Map<String, Long> difference = new TreeMap<>(counted(there, Function.identity()));
    expected.forEach(row -> difference.merge(row, -1L, Long::sum));
    difference.values().removeIf(count -> count == 0);
    return difference;
  }

  private static <T> Map<String, Long> counted(Collection<T> all, Function<T, String> key) {
    return all.stream().collect(Collectors.groupingBy(key, TreeMap::new, Collectors.counting()));
  }
}
