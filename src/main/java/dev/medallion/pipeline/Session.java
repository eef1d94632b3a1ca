package dev.medallion.pipeline;

import dev.medallion.local.LinkedCheckpointFiles;
import dev.medallion.local.LinkedLogStore;
import dev.medallion.local.LocalFiles;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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
  private static final String CHECKPOINT_FILES = "spark.sql.streaming.checkpointFileManagerClass";
  private static final String LOCAL_FILES = "spark.hadoop.fs.file.impl";
  private static final String LOCAL_CONTEXT = "spark.hadoop.fs.AbstractFileSystem.file.impl";
  private static final String LOG_STORE = "delta.logStore.";

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
    String master = given.get("spark.master", settings.get("spark.master"));
    if (master.startsWith("local")) {
      LOCAL.forEach(settings::putIfAbsent);
      if (SparkSession.getDefaultSession().isEmpty()) {
        arbitrate(settings, given);
        startNoProcesses(settings, master);
      }
    }
    SparkSession.Builder builder = SparkSession.builder().appName("medallion " + pipeline.name());
    settings.forEach((name, value) -> builder.config(name, given.get(name, value)));
    return builder.getOrCreate();
  }

  /** What lets one of two writers on a local file system win; a platform's session has its own. */
  private static void arbitrate(Map<String, String> settings, SparkConf given) {
    settings.putIfAbsent(CHECKPOINT_FILES, LinkedCheckpointFiles.class.getName());
    if (!namesLogStore(settings, given)) {
      settings.put("spark." + LOG_STORE + "file.impl", LinkedLogStore.class.getName());
    }
  }

  /** An executor of its own process might need files before it has our classes. */
  private static void startNoProcesses(Map<String, String> settings, String master) {
    if (!master.startsWith("local-cluster")) {
      settings.putIfAbsent(LOCAL_FILES, LocalFiles.class.getName());
      settings.putIfAbsent(LOCAL_CONTEXT, LocalFiles.Context.class.getName());
    }
  }

  /** Delta refuses a store for one scheme beside one for all, and two spellings of one setting. */
  private static boolean namesLogStore(Map<String, String> settings, SparkConf given) {
    return Stream.of("class", "file.impl")
        .map(LOG_STORE::concat)
        .flatMap(name -> Stream.of(name, "spark." + name))
        .anyMatch(name -> settings.containsKey(name) || given.contains(name));
  }
}
