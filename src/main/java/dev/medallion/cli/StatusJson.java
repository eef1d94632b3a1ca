package dev.medallion.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.medallion.tracking.JobHistory;
import dev.medallion.tracking.Notice;
import dev.medallion.tracking.RunHistory;
import dev.medallion.tracking.TaskHistory;
import dev.medallion.tracking.Waiting;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is on record of some jobs, for programs. Times are ISO 8601 in UTC; unknown is null. */
final class StatusJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private StatusJson() {}

  /**
   * @param waiting what jobs have in their spools, by job
   */
  static String of(String pipeline, List<JobHistory> jobs, Map<String, Waiting> waiting) {
    ObjectNode status = JSON.createObjectNode().put("pipeline", pipeline);
    ArrayNode list = status.putArray("jobs");
    jobs.forEach(job -> list.add(job(job)));
    ArrayNode spools = status.putArray("waiting");
    waiting.forEach((job, left) -> spools.add(waiting(job, left)));
    return status.toPrettyString() + System.lineSeparator();
  }

  private static ObjectNode job(JobHistory job) {
    ObjectNode node = JSON.createObjectNode().put("job", job.job()).put("layer", job.layer());
    node.set("run", run(job.run()));
    ArrayNode batches = node.putArray("batches");
    job.tasks().forEach(task -> batches.add(task(task)));
    ArrayNode notices = node.putArray("notices");
    job.notices().forEach(notice -> notices.add(notice(notice)));
    return node;
  }

  private static ObjectNode waiting(String job, Waiting left) {
    return JSON.createObjectNode()
        .put("job", job)
        .put("entries", left.entries())
        .put("since", text(left.since()));
  }

  private static ObjectNode run(RunHistory run) {
    return JSON.createObjectNode()
        .put("id", run.id())
        .put("uuid", run.uuid().toString())
        .put("state", run.state().name().toLowerCase(Locale.ROOT))
        .put("status", run.status().name())
        .put("owner", run.owner())
        .put("start", text(run.start()))
        .put("end", text(run.end()))
        .put("heartbeat", text(run.heartbeat()))
        .put("error_class", run.errorClass())
        .put("error", run.error());
  }

  private static ObjectNode task(TaskHistory task) {
    ObjectNode node =
        JSON.createObjectNode()
            .put("batch", task.batchId())
            .put("query", task.queryId().toString())
            .put("run", task.runId())
            .put("attempt", task.attempt())
            .put("status", task.status().name())
            .put("start", text(task.start()))
            .put("end", text(task.end()))
            .put("duration_ms", task.durationMillis())
            .put("target", task.target())
            .put("input_rows", task.result().inputRows())
            .put("output_rows", task.result().outputRows())
            .put("quarantined_rows", task.result().quarantinedRows())
            .put("rejected_rows", task.result().rejectedRows())
            .put("skipped_rows", task.result().skippedRows())
            .put("late_rows", task.result().lateRows())
            .put("delta_version", task.result().deltaVersion())
            .put("rows_per_second", Rates.perSecond(task).orElse(null));
    node.set("lag", lag(task.result().sourceLag()));
    return node.put("watermark", text(task.result().watermark()))
        .put("error_class", task.errorClass())
        .put("error", task.error());
  }

  private static ObjectNode notice(Notice notice) {
    return JSON.createObjectNode()
        .put("time", text(notice.time()))
        .put("run", notice.runId())
        .put("level", notice.level().name())
        .put("type", notice.type().name())
        .put("entity", notice.entity())
        .put("message", notice.message());
  }

  private static JsonNode lag(String json) {
    try {
      return json == null ? JSON.nullNode() : JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the recorded lag is not JSON: " + json, e);
    }
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }
}
