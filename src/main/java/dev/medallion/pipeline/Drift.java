package dev.medallion.pipeline;

import dev.medallion.decode.OnNewColumn;
import dev.medallion.tracking.EventType;
import dev.medallion.tracking.Level;
import dev.medallion.tracking.Note;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of a job's result that its target lacks.
 *
 * @param result the columns of the result
 * @param target those of the target
 * @param added those of the result that the target lacks
 */
record Drift(Job job, StructType result, StructType target, List<String> added) {

  /** Empty while the target is not there yet, and where it lacks nothing. */
  static Optional<Drift> of(Job job, StructType result, SparkSession spark) {
    return job.sink()
        .columns(spark)
        .map(target -> new Drift(job, result, target, missing(result, target)))
        .filter(drift -> !drift.added.isEmpty());
  }

  private static List<String> missing(StructType result, StructType target) {
    return Arrays.stream(result.fieldNames())
        .filter(name -> Arrays.stream(target.fieldNames()).noneMatch(name::equalsIgnoreCase))
        .toList();
  }

  /** What must be put right before a run: columns that the SQL itself names are meant to arrive. */
  Optional<String> problem() {
    if (job.onNewColumn() == OnNewColumn.ADD && !job.sink().widens()) {
      return Optional.of(
          "%s lacks %s and is given no column by a job; add it there, or leave it out of the result"
              .formatted(job.sink().name(), String.join(", ", added)));
    }
    List<String> wanted =
        job.onNewColumn() == OnNewColumn.FAIL
            ? added
            : added.stream().filter(this::isNamedBySql).toList();
    return job.onNewColumn() == OnNewColumn.ADD || wanted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s lacks %s; set on-new-column = add, or leave it out of the result"
                .formatted(job.sink().name(), String.join(", ", wanted)));
  }

  private boolean isNamedBySql(String column) {
    return job.query().text().toLowerCase(Locale.ROOT).contains(column.toLowerCase(Locale.ROOT));
  }

  /** Makes ready what the policy asks of the target. */
  void settle(SparkSession spark) {
    problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException(problem);
            });
    if (job.onNewColumn() == OnNewColumn.ADD) {
      job.sink().widen(spark, result);
    }
  }

  /** The rows with the columns that the target takes. */
  Dataset<Row> fit(Dataset<Row> rows) {
    return job.onNewColumn() == OnNewColumn.IGNORE ? rows.drop(added.toArray(String[]::new)) : rows;
  }

  /** For the record; the same finding is one row. */
  Note note() {
    String columns = String.join(", ", added);
    String message =
        job.onNewColumn() == OnNewColumn.ADD
            ? columns + " was added to " + job.sink().name()
            : columns + " is new and stays out of " + job.sink().name();
    return new Note(
        UUID.nameUUIDFromBytes(
            (job.checkpoint() + message + target.toDDL()).getBytes(StandardCharsets.UTF_8)),
        Level.WARN,
        EventType.SCHEMA_CHANGE,
        job.sink().name(),
        "columns",
        text(target),
        text(result),
        message);
  }

  private static String text(StructType columns) {
    return Arrays.stream(columns.fields())
        .map(StructField::toDDL)
        .collect(Collectors.joining(", "));
  }
}
