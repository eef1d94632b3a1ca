package dev.medallion.pipeline;

import dev.medallion.config.ConfigFile;
import dev.medallion.config.Parameter;
import dev.medallion.config.Section;
import dev.medallion.delta.Lake;
import dev.medallion.source.LandingSource;
import dev.medallion.source.Source;
import dev.medallion.tracking.RunStart;
import dev.medallion.tracking.Spool;
import dev.medallion.tracking.TrackingSettings;
import dev.medallion.tracking.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * A configuration file, read and free of problems.
 *
 * @param stopGrace how long a job that is asked to stop waits for its batch in hand
 * @param spark settings for a Spark session that we make
 * @param file the file itself, for the options and their origins
 */
public record Pipeline(
    String name,
    List<Job> jobs,
    TrackingSettings tracking,
    Duration stopGrace,
    Map<String, String> spark,
    ConfigFile file) {
  private static final String HADOOP = "spark.hadoop.";

  private static final Duration LONGEST_GRACE = Duration.ofDays(1);

  /**
   * Reads a file.
   *
   * @param overrides values by path, above those of the file
   * @throws dev.medallion.config.ConfigurationException with all its problems
   */
  public static Pipeline load(Path path, Map<String, String> overrides) {
    ConfigFile file = ConfigFile.load(path, overrides);
    Section root = file.root().withDefaults("pipeline");
    String name = root.string("pipeline");
    Lake lake = new Lake(root.string("lake"), layers(root), locations(root));
    Pace pace = Pace.of(root, root.string("trigger"));
    boolean drain = root.flag("available-now");
    if (root.section("jobs").keys().isEmpty()) {
      root.problem("jobs", "has no job; add one, such as bronze { ... }");
    }
    List<Job> jobs =
        root.sections("jobs").entrySet().stream()
            .map(job -> Job.from(job.getKey(), job.getValue(), name, lake, pace))
            .map(job -> drain ? job.at(Pace.AVAILABLE_NOW) : job)
            .toList();
    refuseSharedFolders(root, jobs);
    var tracking =
        TrackingSettings.from(
            root.sectionOrEmpty("tracking").withDefaults("tracking"), lake.root());
    var pipeline = new Pipeline(name, jobs, tracking, stopGrace(root), spark(root), file);
    file.verify();
    return pipeline;
  }

  private static Duration stopGrace(Section root) {
    Duration grace = root.duration("stop-grace");
    if (grace.compareTo(LONGEST_GRACE) > 0) {
      root.problem("stop-grace", grace.toHours() + " hours is too long; 1 day is the most");
    }
    return grace;
  }

  /** A job moves what it has read to its archive; another would never see it. */
  private static void refuseSharedFolders(Section root, List<Job> jobs) {
    Map<String, Job> readers = new HashMap<>();
    for (Job job : jobs) {
      Section block = root.sections("jobs").get(job.name());
      refuseShared(readers, job, job.source(), block.section("source"));
      for (StreamInput input : job.streams()) {
        refuseShared(readers, job, input.source(), block.section("inputs").section(input.name()));
      }
    }
  }

  private static void refuseShared(Map<String, Job> readers, Job job, Source read, Section block) {
    if (read instanceof LandingSource source) {
      Job first = readers.putIfAbsent(source.path(), job);
      if (first != null) {
        block.problem("path", "is read by the job " + first.name() + " already");
      }
    }
  }

  private static Map<String, String> layers(Section root) {
    Map<String, String> layers = new HashMap<>();
    sinks(root, (job, table) -> layers.put(table, job.string("layer")));
    return Map.copyOf(layers);
  }

  private static Map<String, String> locations(Section root) {
    Map<String, String> locations = new HashMap<>();
    sinks(
        root,
        (job, table) ->
            job.section("sink")
                .optionalString("location")
                .ifPresent(location -> locations.put(table, location)));
    return Map.copyOf(locations);
  }

  private static void sinks(Section root, BiConsumer<Section, String> tables) {
    root.sections("jobs")
        .values()
        .forEach(
            job ->
                job.section("sink")
                    .optionalString("table")
                    .ifPresent(table -> tables.accept(job, table)));
  }

  /** Names in full inside the block, or {@code spark.sql.…} as paths of the file itself. */
  private static Map<String, String> spark(Section root) {
    Map<String, String> settings = new HashMap<>();
    root.texts("spark")
        .forEach(
            (name, value) ->
                settings.put(name.startsWith("spark.") ? name : "spark." + name, value));
    return Map.copyOf(settings);
  }

  /**
   * Analyses the plan of every job, touching no data.
   *
   * @throws dev.medallion.config.ConfigurationException with all problems found
   */
  public void check() {
    Analysis.verify(this, Session.open(this));
  }

  /**
   * What the jobs have left in their spools, by job; those that have left nothing are not there.
   */
  public Map<String, Waiting> waiting() {
    Configuration hadoop = hadoop();
    Map<String, Waiting> waiting = new LinkedHashMap<>();
    for (Job job : jobs) {
      Spool.waiting(job.checkpoint(), hadoop).ifPresent(left -> waiting.put(job.name(), left));
    }
    return waiting;
  }

  /** File systems as the file sets them up, without a session. */
  private Configuration hadoop() {
    Configuration hadoop = new Configuration();
    spark.forEach(
        (name, value) -> {
          if (name.startsWith(HADOOP)) {
            hadoop.set(name.substring(HADOOP.length()), value);
          }
        });
    return hadoop;
  }

  /** The session in which its jobs run. */
  public SparkSession session() {
    return Session.open(this);
  }

  /** What is put on record of a run of one of its jobs. */
  public RunStart start(Job job, SparkSession spark) {
    return new RunStart(
        name,
        job.name(),
        job.layer(),
        job.checkpoint(),
        parameters(job),
        Versions.all(spark),
        spark.sparkContext().applicationId());
  }

  /** The names of the jobs, in the order of the file. */
  public List<String> jobNames() {
    return jobs.stream().map(Job::name).toList();
  }

  /** Every effective option of a job: the pipeline's own and those of its block. */
  List<Parameter> parameters(Job job) {
    String own = "jobs." + job.name() + ".";
    return file.parameters().stream()
        .filter(option -> !option.name().startsWith("jobs.") || option.name().startsWith(own))
        .toList();
  }
}
