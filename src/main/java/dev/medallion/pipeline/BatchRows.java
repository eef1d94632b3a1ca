package dev.medallion.pipeline;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.medallion.source.Redecoding;
import dev.medallion.source.Source;
import dev.medallion.transform.Expectation;
import dev.medallion.transform.Expectations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/**
 * The rows of one stage of a batch and which of them are kept back: the input, judged by the
 * source's decoding and {@code expect}, or the result of the SQL, judged by {@code ensure}.
 *
 * @param rows all rows of the stage, hidden columns included
 * @param rules what judges them
 */
record BatchRows(Dataset<Row> rows, Expectations rules) {
  static final String TOTAL = "total";
  static final String KEPT_BACK = "kept_back";
  static final String SKIPPED = "skipped";
  private static final String STOPPED = "__stopped";
  private static final Set<String> HIDDEN =
      Set.of(
          Source.FILE, Source.RAW, Source.REASONS, Source.SKIPPED, STOPPED, Redecoding.QUARANTINED);

  /** The rows that pass, without hidden columns; reading them fills the observation. */
  Dataset<Row> passed(Observation counts) {
    Column[] metrics = metrics();
    return passedOf(
        marked().observe(counts, metrics[0], Arrays.copyOfRange(metrics, 1, metrics.length)));
  }

  /** The rows of a stream that pass; each batch observes its numbers under this name. */
  Dataset<Row> passed(String counts) {
    Column[] metrics = metrics();
    return passedOf(
        marked().observe(counts, metrics[0], Arrays.copyOfRange(metrics, 1, metrics.length)));
  }

  private Dataset<Row> passedOf(Dataset<Row> observed) {
    return visible(judges() ? observed.filter(not(col(STOPPED))).filter(not(skipped())) : observed);
  }

  /** The rows that pass, counting nothing. */
  Dataset<Row> passed() {
    return visible(judges() ? rows.filter(not(stopped())).filter(not(skipped())) : rows);
  }

  /** All rows, without hidden columns. */
  Dataset<Row> withoutHidden() {
    return visible(rows);
  }

  /** The rows that do not pass, hidden columns included. */
  Dataset<Row> keptBack() {
    return rows.filter(stopped());
  }

  /** Reads all rows for their counts alone; for a batch whose counts were lost in a crash. */
  Counts count() {
    Column[] metrics = metrics();
    Dataset<Row> counts = marked().agg(metrics[0], Arrays.copyOfRange(metrics, 1, metrics.length));
    Row row = counts.first();
    Map<String, Object> values = new HashMap<>();
    for (String name : counts.columns()) {
      values.put(name, row.getAs(name));
    }
    return Counts.of(values, rules);
  }

  /** Columns that the job's own SQL may see. */
  List<Column> visibleColumns() {
    return Arrays.stream(rows.columns())
        .filter(BatchRows::isVisible)
        .map(name -> rows.col("`" + name.replace("`", "``") + "`"))
        .toList();
  }

  boolean has(String column) {
    return Arrays.asList(rows.columns()).contains(column);
  }

  private Dataset<Row> marked() {
    return judges() ? rows.withColumn(STOPPED, stopped()) : rows;
  }

  private boolean judges() {
    return has(Source.REASONS) || !rules.passAll();
  }

  private Column stopped() {
    return when(malformed(), lit(true)).when(skipped(), lit(false)).otherwise(rules.stopped());
  }

  private Column malformed() {
    return has(Source.REASONS) ? col(Source.REASONS).isNotNull() : lit(false);
  }

  private Column skipped() {
    return has(Source.SKIPPED) ? coalesce(col(Source.SKIPPED), lit(false)) : lit(false);
  }

  private Column[] metrics() {
    List<Column> metrics = new ArrayList<>();
    metrics.add(functions.count(lit(1)).as(TOTAL));
    metrics.add(rowsWith(judges() ? col(STOPPED) : lit(false)).as(KEPT_BACK));
    metrics.add(rowsWith(not(malformed()).and(skipped())).as(SKIPPED));
    for (Expectation warning : rules.warnings()) {
      Column broken = not(malformed()).and(not(skipped())).and(warning.broken());
      metrics.add(rowsWith(broken).as(metric(warning)));
    }
    return metrics.toArray(Column[]::new);
  }

  /** The metric of a rule that warns; no rule's name can make it that of another metric. */
  static String metric(Expectation warning) {
    return "broken " + warning.name();
  }

  private static Column rowsWith(Column condition) {
    return functions.count(when(condition, lit(1)));
  }

  private static Dataset<Row> visible(Dataset<Row> rows) {
    return rows.drop(
        Arrays.stream(rows.columns()).filter(name -> !isVisible(name)).toArray(String[]::new));
  }

  static boolean isVisible(StructField column) {
    return isVisible(column.name());
  }

  private static boolean isVisible(String column) {
    return !HIDDEN.contains(column);
  }
}
