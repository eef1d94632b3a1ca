package dev.medallion.pipeline;

import dev.medallion.source.StaticInput;
import dev.medallion.source.StaticInput.Reading;
import org.apache.spark.sql.SparkSession;

/** The tables and files that a job's SQL joins, as views of a session under their names. */
final class SideViews {
  private SideViews() {}

  /** Those that all batches of a run see alike, and those that a lasting plan keeps current. */
  static void ofRun(Job job, SparkSession spark) {
    for (StaticInput input : job.tables()) {
      if (input.reading() == Reading.ONCE || input.staysCurrent()) {
        input.read(spark).createOrReplaceTempView(input.name());
      }
    }
  }

  /** Those that each batch sees as they are when it begins. */
  static void ofBatch(Job job, SparkSession spark) {
    for (StaticInput input : job.tables()) {
      if (input.reading() == Reading.EACH_BATCH) {
        input.read(spark).createOrReplaceTempView(input.name());
      }
    }
  }
}
