package dev.medallion.pipeline;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** The versions that a run is made with. */
final class Versions {
  private Versions() {}

  static Map<String, String> all(SparkSession spark) {
    return Map.of("application", application(), "spark", spark.version(), "delta", delta());
  }

  private static String application() {
    return Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
        .orElse("development");
  }

  /** Databricks has a Delta of its own, without this object. */
  private static String delta() {
    try {
      return io.delta.package$.MODULE$.VERSION();
    } catch (LinkageError e) {
      return "of the platform";
    }
  }
}
