package dev.medallion.sink;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * Delta takes the proof of a merge from the session's settings alone. They are of the job's own
 * session, and are taken back so that no other write is mistaken for this one.
 */
final class MergeProof {
  private static final String CONF = "spark.databricks.delta.";

  private MergeProof() {}

  /** Merges rows that need not be kept by Delta. */
  static void with(SparkSession spark, DeltaMode.Proof proof, Runnable merge) {
    Map<String, String> settings =
        Map.of(
            CONF + "write.txnAppId", proof.application(),
            CONF + "write.txnVersion", proof.version(),
            CONF + "commitInfo.userMetadata", proof.signature().text(),
            CONF + "merge.materializeSource", "none");
    try {
      settings.forEach(spark.conf()::set);
      merge.run();
    } finally {
      settings.keySet().forEach(spark.conf()::unset);
    }
  }
}
