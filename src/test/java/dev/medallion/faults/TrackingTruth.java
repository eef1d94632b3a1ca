package dev.medallion.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.medallion.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds the tracking rows of a lake against its checkpoints and its Delta logs. */
final class TrackingTruth {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Trial trial;
  private final Map<String, Path> tables;
  private final List<String> untrue = new ArrayList<>();

  TrackingTruth(Trial trial) {
    this.trial = trial;
    this.tables =
        Map.of(
            "bronze", trial.bronze(),
            "silver", trial.silver(),
            "store-sales", trial.lake().resolve("gold/store_sales"),
            "customer-rewards", trial.lake().resolve("gold/customer_rewards"));
  }

  /** What is not true, a sentence each. */
  List<String> untrue() throws IOException, SQLException {
    nothingIsOpen();
    for (var table : tables.entrySet()) {
      Path commits = trial.checkpoint(table.getKey()).resolve("commits");
      if (Files.exists(commits)) {
        everyBatchHasItsRow(table.getKey(), table.getValue(), commits);
      }
    }
    return List.copyOf(untrue);
  }

  private void nothingIsOpen() throws SQLException {
    for (var run :
        rows("SELECT job_id, job_name, status FROM Job_Metadata WHERE end_time IS NULL")) {
      untrue.add("the run " + run + " has no end");
    }
    for (var task : rows("SELECT task_id, job_id FROM Task_Metadata WHERE status = 'STARTED'")) {
      untrue.add("the task " + task + " is STARTED, its run has ended");
    }
  }

  private void everyBatchHasItsRow(String job, Path table, Path commits)
      throws IOException, SQLException {
    Map<Long, JsonNode> written = written(table);
    Set<Long> batches = new TreeSet<>(written.keySet());
    batches.addAll(numbers(commits));
    Map<Long, Map<String, String>> found = new TreeMap<>();
    for (var task : successes(job)) {
      long batch = Long.parseLong(task.get("batch_id"));
      if (found.put(batch, task) != null) {
        untrue.add("%s: batch %d has two successful rows".formatted(job, batch));
      }
      if (!batches.contains(batch)) {
        untrue.add("%s: batch %d is on record and was never made".formatted(job, batch));
      }
    }
    for (long batch : batches) {
      Map<String, String> task = found.get(batch);
      if (task == null) {
        untrue.add("%s: batch %d is not on record".formatted(job, batch));
      } else {
        holds(job, batch, task, written.get(batch));
        joins(job, batch, task, found.get(batch - 1));
      }
    }
    if (job.equals("bronze")) {
      keptBack(found);
    }
  }

  private List<Map<String, String>> successes(String job) throws SQLException {
    return rows(
        """
        SELECT t.*
        FROM Task_Metadata t JOIN Job_Metadata j ON j.job_id = t.job_id
        WHERE t.status IN ('COMPLETED', 'RECOVERED') AND j.job_name = '%s'
        ORDER BY t.task_id"""
            .formatted(job));
  }

  /** The counts and the version are those of the batch's commit, and the counts add up. */
  private void holds(String job, long batch, Map<String, String> task, JsonNode commit) {
    expect(job, batch, "delta_version", task, commit == null ? null : commit.get("version"));
    if (commit != null) {
      expect(job, batch, "output_rows", task, JSON.valueToTree(output(commit)));
      String query = commit.at("/signature/query").asText();
      if (!query.equals(task.get("query_id"))) {
        untrue.add("%s: batch %d is of another query on record".formatted(job, batch));
      }
    }
    if (job.equals("bronze")) {
      long out = number(task, "output_rows");
      long kept = number(task, "quarantined_rows") + number(task, "skipped_rows");
      if (number(task, "input_rows") != out + kept) {
        untrue.add("bronze: the counts of batch %d do not add up".formatted(batch));
      }
    }
  }

  private void expect(
      String job, long batch, String column, Map<String, String> task, JsonNode value) {
    if (!Objects.equals(task.get(column), value == null ? null : value.asText())) {
      untrue.add(
          "%s: %s of batch %d is %s on record, %s in the Delta log"
              .formatted(job, column, batch, task.get(column), value));
    }
  }

  private static long output(JsonNode commit) {
    JsonNode metrics = commit.get("metrics");
    return commit.get("operation").asText().equals("MERGE")
        ? metrics.path("numTargetRowsInserted").asLong()
            + metrics.path("numTargetRowsUpdated").asLong()
            + metrics.path("numTargetRowsDeleted").asLong()
        : metrics.path("numOutputRows").asLong();
  }

  /** A batch begins where the one before it ended, or behind gaps there that are on record. */
  private void joins(String job, long batch, Map<String, String> task, Map<String, String> before)
      throws IOException, SQLException {
    String end = before == null ? null : before.get("end_offsets");
    String start = task.get("start_offsets");
    if (batch > 0
        && before != null
        && !Objects.equals(start, end)
        && !Objects.equals(start, behindGaps(end))) {
      untrue.add(
          "%s: batch %d does not begin where batch %d ended".formatted(job, batch, batch - 1));
    }
  }

  private String behindGaps(String offsets) throws IOException, SQLException {
    JsonNode moved = JSON.readTree(offsets);
    for (var gap :
        rows(
            """
            SELECT entity, old_value, new_value
            FROM Metadata_Logs
            WHERE event_type = 'DATA_GAP' AND field = 'offset'""")) {
      int dash = gap.get("entity").lastIndexOf('-');
      JsonNode topic = moved.path(gap.get("entity").substring(0, dash));
      String partition = gap.get("entity").substring(dash + 1);
      if (topic.path(partition).asText().equals(gap.get("old_value"))) {
        ((ObjectNode) topic).put(partition, Long.parseLong(gap.get("new_value")));
      }
    }
    return moved.toString();
  }

  private void keptBack(Map<Long, Map<String, String>> tasks) throws IOException {
    Map<Long, JsonNode> quarantined = written(trial.bronzeQuarantine());
    for (var task : tasks.entrySet()) {
      JsonNode commit = quarantined.get(task.getKey());
      long rows = commit == null ? 0 : output(commit);
      if (number(task.getValue(), "quarantined_rows") != rows) {
        untrue.add(
            "bronze: quarantined_rows of batch %d is %s on record, %d in the Delta log"
                .formatted(task.getKey(), task.getValue().get("quarantined_rows"), rows));
      }
    }
  }

  /** What was committed for each batch; two commits of one batch are the rows' affair. */
  private static Map<Long, JsonNode> written(Path table) throws IOException {
    Map<Long, JsonNode> written = new HashMap<>();
    Path log = table.resolve("_delta_log");
    if (!Files.exists(log)) {
      return written;
    }
    for (long version : versions(log)) {
      for (String line : Files.readAllLines(log.resolve("%020d.json".formatted(version)))) {
        JsonNode info = JSON.readTree(line).path("commitInfo");
        if (info.has("userMetadata")) {
          JsonNode signature = JSON.readTree(info.get("userMetadata").textValue());
          written.put(
              signature.get("batch").asLong(),
              JSON.createObjectNode()
                  .put("version", version)
                  .put("operation", info.get("operation").asText())
                  .<ObjectNode>set("signature", signature)
                  .set("metrics", info.path("operationMetrics")));
        }
      }
    }
    return written;
  }

  private static Set<Long> versions(Path log) throws IOException {
    try (Stream<Path> files = Files.list(log)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{20}\\.json"))
          .map(name -> Long.valueOf(name.substring(0, 20)))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<Long> numbers(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .map(Long::valueOf)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static long number(Map<String, String> row, String column) {
    return row.get(column) == null ? 0 : Long.parseLong(row.get(column));
  }

  private List<Map<String, String>> rows(String sql) throws SQLException {
    return trial.tracking().rows(sql);
  }
}
