package dev.medallion.tracking;

import dev.medallion.jdbc.Row;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the successful tasks of a job counted on one day: a row of {@code Daily_Volume}.
 *
 * @param counts input, output, quarantined, rejected, skipped and late rows; null where no task
 *     knew
 */
record Volume(LocalDate date, long batches, List<Long> counts) {
  private static final List<String> COUNTS =
      List.of(
          "input_rows",
          "output_rows",
          "quarantined_rows",
          "rejected_rows",
          "skipped_rows",
          "late_rows");

  /** Of those tasks of a run that {@link TaskTable#delete} takes. */
  static List<Volume> of(Transaction tx, long run, long after, long last, long kept)
      throws SQLException {
    return tx.query(
        """
        SELECT CAST(t.end_time AS DATE) AS volume_date, COUNT(*) AS batches,
          SUM(t.input_rows) AS input_rows, SUM(t.output_rows) AS output_rows,
          SUM(t.quarantined_rows) AS quarantined_rows, SUM(t.rejected_rows) AS rejected_rows,
          SUM(t.skipped_rows) AS skipped_rows, SUM(t.late_rows) AS late_rows
        FROM {schema}.Task_Metadata t
        WHERE t.job_id = ? AND t.task_id > ? AND t.task_id <= ? AND t.task_id <> ?
          AND t.status IN ('COMPLETED', 'RECOVERED')
          AND NOT EXISTS (SELECT 1 FROM {schema}.Metadata_Logs l WHERE l.task_id = t.task_id)
        GROUP BY CAST(t.end_time AS DATE)""",
        Volume::read,
        run,
        after,
        last,
        kept);
  }

  private static Volume read(Row row) throws SQLException {
    List<Long> counts = new ArrayList<>();
    for (String count : COUNTS) {
      counts.add(row.number(count));
    }
    return new Volume(row.date("volume_date"), row.number("batches"), counts);
  }

  /** Adds this to the day's row. The first statement locks the row, if there is one. */
  void add(Transaction tx, String pipeline, String job, String layer) throws SQLException {
    if (count(tx, pipeline, job) == 0) {
      write(tx, pipeline, job, layer);
    } else {
      Volume before = find(tx, pipeline, job).orElseThrow();
      plus(before).rewrite(tx, pipeline, job);
    }
  }

  private int count(Transaction tx, String pipeline, String job) throws SQLException {
    return tx.update(
        """
        UPDATE {schema}.Daily_Volume
        SET batches = batches + ?
        WHERE pipeline_name = ? AND job_name = ? AND volume_date = ?""",
        batches,
        pipeline,
        job,
        date);
  }

  private Optional<Volume> find(Transaction tx, String pipeline, String job) throws SQLException {
    return tx.first(
        """
        SELECT volume_date, batches, input_rows, output_rows, quarantined_rows, rejected_rows,
          skipped_rows, late_rows
        FROM {schema}.Daily_Volume
        WHERE pipeline_name = ? AND job_name = ? AND volume_date = ?""",
        Volume::read,
        pipeline,
        job,
        date);
  }

  private void write(Transaction tx, String pipeline, String job, String layer)
      throws SQLException {
    tx.update(
        """
        INSERT INTO {schema}.Daily_Volume (pipeline_name, job_name, layer, volume_date, batches,
          input_rows, output_rows, quarantined_rows, rejected_rows, skipped_rows, late_rows)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        parameters(List.of(pipeline, job, layer, date, batches), counts));
  }

  private void rewrite(Transaction tx, String pipeline, String job) throws SQLException {
    tx.update(
        """
        UPDATE {schema}.Daily_Volume
        SET input_rows = ?, output_rows = ?, quarantined_rows = ?, rejected_rows = ?,
          skipped_rows = ?, late_rows = ?
        WHERE pipeline_name = ? AND job_name = ? AND volume_date = ?""",
        parameters(counts, List.of(pipeline, job, date)));
  }

  private static Object[] parameters(List<?> first, List<?> second) {
    List<Object> all = new ArrayList<>(first);
    all.addAll(second);
    return all.toArray();
  }

  /** The counts of both; the batches are added already. */
  private Volume plus(Volume before) {
    List<Long> sums = new ArrayList<>();
    for (int i = 0; i < counts.size(); i++) {
      sums.add(sum(counts.get(i), before.counts().get(i)));
    }
    return new Volume(date, before.batches(), sums);
  }

  private static Long sum(Long one, Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one + other;
  }
}
