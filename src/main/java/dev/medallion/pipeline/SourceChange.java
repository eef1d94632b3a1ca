package dev.medallion.pipeline;

import dev.medallion.decode.OnNewColumn;
import dev.medallion.tracking.EventType;
import dev.medallion.tracking.Note;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The table that a job reads was given other columns while it was read.
 *
 * @param before its columns, hidden ones included, when it was opened
 * @param now its columns by now
 */
record SourceChange(Job job, StructType before, StructType now) {

  /**
   * Ends the job where its configuration asks for that.
   *
   * @throws IllegalStateException that tells the new columns
   */
  void requireAllowed() {
    if (job.onNewColumn() == OnNewColumn.FAIL) {
      throw new IllegalStateException(
          message() + ", and on-new-column = fail; start again to read it as it is now");
    }
  }

  /** For the record, with the old columns and the new ones. */
  Note note() {
    return Note.warning(EventType.SCHEMA_CHANGE, job.source().name(), message())
        .change("columns", text(before), text(now));
  }

  private String message() {
    String added =
        Arrays.stream(now.fields())
            .filter(field -> !Arrays.asList(before.fieldNames()).contains(field.name()))
            .map(StructField::toDDL)
            .collect(Collectors.joining(", "));
    return "%s has other columns than when it was opened (new: %s)"
        .formatted(job.source().name(), added.isEmpty() ? "none" : added);
  }

  static String text(StructType columns) {
    return Arrays.stream(columns.fields())
        .filter(field -> !field.name().startsWith("__"))
        .map(StructField::toDDL)
        .collect(Collectors.joining(", "));
  }
}
