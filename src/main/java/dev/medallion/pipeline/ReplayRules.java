package dev.medallion.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** What of a configuration decides whether a row of a job that is replayed passes. */
record ReplayRules(Pipeline pipeline, Job job, SparkSession spark) {
  /** Options of a job on which it does not depend whether a row passes. */
  private static final List<String> OTHER = List.of("sink.", "trigger", "limit.");

  private static final List<String> SETTINGS =
      List.of(
          "spark.sql.ansi.enabled",
          "spark.sql.caseSensitive",
          "spark.sql.legacy.timeParserPolicy",
          "spark.sql.session.timeZone");

  /** The same for the same options, schemas and SQL. */
  String fingerprint() {
    String all =
        Stream.of(options(), texts(), settings())
            .flatMap(lines -> lines)
            .sorted()
            .collect(Collectors.joining("\n"));
    return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private Stream<String> options() {
    return pipeline.file().parameters().stream()
        .filter(option -> decides(option.name()))
        .map(option -> option.name() + "=" + option.value());
  }

  private Stream<String> texts() {
    return pipeline.file().texts().entrySet().stream()
        .filter(text -> decides(text.getKey()))
        .map(text -> text.getKey() + ":" + text.getValue());
  }

  private boolean decides(String path) {
    String own = pipeline.file().root().section("jobs").section(job.name()).path() + ".";
    return path.startsWith(own)
        && OTHER.stream().noneMatch(path.substring(own.length())::startsWith);
  }

  private Stream<String> settings() {
    return SETTINGS.stream().map(name -> name + "=" + spark.conf().get(name));
  }
}
