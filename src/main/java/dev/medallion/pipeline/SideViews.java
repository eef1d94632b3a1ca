package dev.medallion.pipeline;

import dev.medallion.source.StaticInput;
import dev.medallion.source.StaticInput.Reading;
import org.apache.spark.sql.SparkSession;

/** The tables and files that a job's SQL joins, as views of a session under their names. */
final class SideViews {
  private SideViews() {}

  /** As they are when a run begins. */
  static void ofRun(Job job, SparkSession spark) {
    job.tables().forEach(input -> show(input, spark));
  }

  /** Those that each batch sees as they are when it begins, anew. */
  static void ofBatch(Job job, SparkSession spark) {
    job.tables().stream()
        .filter(input -> input.reading() == Reading.EACH_BATCH)
        .forEach(input -> show(input, spark));
  }

  private static void show(StaticInput input, SparkSession spark) {
    input.read(spark).createOrReplaceTempView(input.name());
  }
}
