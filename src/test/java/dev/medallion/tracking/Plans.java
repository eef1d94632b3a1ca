package dev.medallion.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which index each question of the store is meant for. */
final class Plans {
  private static final String UUID = "11111111-2222-3333-4444-555555555555";
  private static final Pattern PARAMETER = Pattern.compile("(\\w+) ([=<>]+|NEXT) \\?|NEXT \\?");

  private Plans() {}

  /** Statements without parameters, each with the index that it is to be answered from. */
  static Map<String, String> expected() {
    List<String> statements = new Recording().statements();
    Map<String, String> plans = new LinkedHashMap<>();
    add(
        plans,
        statements,
        "job_name DESC, job_id DESC OFFSET 0 ROWS FETCH NEXT ? ROWS",
        "IX_Job_Metadata_job");
    add(plans, statements, "SELECT job_name FROM Job_Metadata", "IX_Job_Metadata_job");
    add(plans, statements, "SELECT job_id, status FROM Job_Metadata", "IX_Job_Metadata_open");
    add(
        plans,
        statements,
        "SELECT j.job_id, j.run_uuid, j.status, j.owner, j.start_time",
        "IX_Job_Metadata_open");
    add(plans, statements, "SELECT COUNT(*) AS batches", "IX_Job_Metadata_checkpoint");
    add(
        plans,
        statements,
        "WHERE checkpoint_location = ? AND query_id",
        "IX_Job_Metadata_checkpoint");
    add(
        plans,
        statements,
        "SELECT batch_id FROM Task_Metadata WHERE query_id",
        "UX_Task_Metadata_attempt");
    add(plans, statements, "WHERE query_id = ? AND batch_id = ?", "UX_Task_Metadata_attempt");
    add(plans, statements, "WHERE job_id = ? AND status = 'STARTED'", "IX_Task_Metadata_job");
    add(plans, statements, "ORDER BY job_id DESC, task_id DESC", "IX_Task_Metadata_latest");
    add(plans, statements, "ORDER BY job_id DESC, level DESC", "IX_Metadata_Logs_job");
    String next = "SELECT task_id FROM Task_Metadata WHERE job_id = ? AND task_id > ?";
    add(plans, statements, next, "IX_Task_Metadata_latest");
    add(plans, statements, "batch_id, status, end_time", "IX_Task_Metadata_latest");
    add(
        plans,
        statements,
        "SELECT j.job_id, j.run_uuid, j.status, j.owner, CASE",
        "IX_Job_Metadata_job");
    add(plans, statements, "SELECT j.job_id, j.job_name, j.layer", "IX_Job_Metadata_job");
    add(plans, statements, "DELETE FROM Metadata_Logs", "IX_Metadata_Logs_job");
    return plans;
  }

  private static void add(
      Map<String, String> plans, List<String> statements, String part, String index) {
    List<String> found = statements.stream().filter(text -> text.contains(part)).toList();
    assertThat(found).as(part).hasSize(1);
    plans.put(filled(found.get(0)), index);
  }

  private static String filled(String statement) {
    Matcher parameter = PARAMETER.matcher(statement);
    StringBuilder text = new StringBuilder();
    while (parameter.find()) {
      String whole = parameter.group();
      parameter.appendReplacement(
          text, Matcher.quoteReplacement(whole.replace("?", value(parameter.group(1)))));
    }
    return parameter.appendTail(text).toString();
  }

  private static String value(String column) {
    return switch (String.valueOf(column)) {
      case "query_id" -> "'" + UUID + "'";
      case "job_id", "task_id", "batch_id" -> "7";
      case "pipeline_name", "job_name", "checkpoint_location", "level" -> "N'x'";
      default -> "5";
    };
  }
}
