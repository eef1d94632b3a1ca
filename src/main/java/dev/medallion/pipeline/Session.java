package dev.medallion.pipeline;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The Spark session: the one that the platform has, or one of our own. */
final class Session {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension",
          "spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog",
          "spark.sql.session.timeZone", "UTC",
          "spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED",
          "spark.sql.parquet.int96RebaseModeInWrite", "CORRECTED",
          "spark.sql.streaming.pollingDelay", "100ms");
  private static final Map<String, String> LOCAL =
      Map.of(
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.sql.shuffle.partitions", "4",
          "spark.databricks.delta.snapshotPartitions", "2");

  private Session() {}

  /**
   * Opens the session. Settings of the platform or the command line stand above those of the
   * configuration's {@code spark} block, these above ours.
   */
  static SparkSession open(Pipeline pipeline) {
    SparkConf given = new SparkConf();
    Map<String, String> settings = new TreeMap<>(DEFAULTS);
    settings.put("spark.master", "local[*]");
    settings.putAll(pipeline.spark());
    if (given.get("spark.master", settings.get("spark.master")).startsWith("local")) {
      LOCAL.forEach(settings::putIfAbsent);
    }
    SparkSession.Builder builder = SparkSession.builder().appName("medallion " + pipeline.name());
    settings.forEach((name, value) -> builder.config(name, given.get(name, value)));
    return builder.getOrCreate();
  }
}
