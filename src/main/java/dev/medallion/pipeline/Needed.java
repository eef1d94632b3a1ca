package dev.medallion.pipeline;

import dev.medallion.source.Source;
import dev.medallion.source.StaticInput;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What must be there before a job can read. */
record Needed(Job job, SparkSession spark) {

  /**
   * A source that is still to be made.
   *
   * @throws IllegalStateException for a table, where the job drains: there may be much to drain
   *     that only lacks what it is to be joined with
   */
  Optional<String> absent() {
    return StreamPlan.inputs(job).stream()
        .map(StreamInput::source)
        .filter(source -> source.schema(spark).isEmpty())
        .map(Source::name)
        .findFirst()
        .or(this::absentTable);
  }

  private Optional<String> absentTable() {
    Optional<String> absent =
        job.tables().stream()
            .filter(table -> table.columns(spark).isEmpty())
            .map(StaticInput::place)
            .findFirst();
    if (absent.isPresent() && job.pace().drains()) {
      throw new IllegalStateException(
          absent.get() + ", which the SQL joins, does not exist; make it and start again");
    }
    return absent;
  }
}
