package dev.medallion.reconcile;

import dev.medallion.checkpoint.Checkpoint;
import dev.medallion.checkpoint.Checkpoint.Offsets;
import dev.medallion.delta.LogFolder;
import dev.medallion.delta.Table;
import dev.medallion.pipeline.Job;
import dev.medallion.pipeline.Pipeline;
import dev.medallion.sink.DeltaSink;
import dev.medallion.source.DeltaSource;
import dev.medallion.source.Source;
import dev.medallion.tracking.RecordedJob;
import dev.medallion.tracking.TrackingStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * Reads what is told of some jobs, while they may run.
 *
 * <p>A batch leaves its marks in an order: {@code offsets/N}, the commits in the tables, the
 * successful task row, {@code commits/N}. They are read here in the opposite order, all jobs
 * together, so of a batch that is seen to be done everything older is there when it is looked for.
 * What is seen of later batches is held against {@code commits/N} as they stand when all else has
 * been read: at most the batch behind the last of those can be half-way. Tables are read once, even
 * where one job writes and another reads them, and after {@code commits/N} of the job that reads
 * them, whose batches hold only what was there before.
 */
final class Reading {
  private static final String RETAINED = "spark.sql.streaming.minBatchesToRetain";
  private static final String MANY = "100";

  private final Pipeline pipeline;
  private final List<Job> jobs;
  private final Optional<TrackingStore> tracking;
  private final SparkSession spark;
  private final Configuration hadoop;
  private final Map<String, TableHistory> tables = new HashMap<>();

  /**
   * @param tracking empty where there is no store yet
   */
  Reading(Pipeline pipeline, List<Job> jobs, Optional<TrackingStore> tracking, SparkSession spark) {
    this.pipeline = pipeline;
    this.jobs = jobs;
    this.tracking = tracking;
    this.spark = spark;
    this.hadoop = spark.sessionState().newHadoopConf();
  }

  /** What a checkpoint says of itself, first and last of all. */
  private record Begun(
      Optional<UUID> query, Optional<String> damage, TreeSet<Long> done, long lost) {}

  List<JobStory> stories() {
    Map<Job, Begun> begun = new LinkedHashMap<>();
    Map<Job, RecordedJob> recorded = new HashMap<>();
    jobs.forEach(job -> begun.put(job, begin(job)));
    jobs.forEach(job -> recorded.put(job, recorded(job)));
    jobs.forEach(this::readTables);
    List<JobStory> stories = new ArrayList<>();
    begun.forEach((job, first) -> stories.add(story(job, first, recorded.get(job))));
    return stories;
  }

  private Begun begin(Job job) {
    Checkpoint checkpoint = new Checkpoint(job.checkpoint(), hadoop);
    TreeSet<Long> done = checkpoint.done();
    try {
      Optional<UUID> query = checkpoint.readQuery();
      long lost =
          query.isPresent()
              ? 0
              : tracking.map(store -> store.completedBatches(job.checkpoint())).orElse(0L);
      return new Begun(query, Optional.empty(), done, lost);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return new Begun(Optional.empty(), Optional.of(why), done, 0);
    }
  }

  private RecordedJob recorded(Job job) {
    return tracking
        .map(store -> store.recorded(pipeline.name(), job.name()))
        .orElse(RecordedJob.NONE);
  }

  private void readTables(Job job) {
    if (job.sink() instanceof DeltaSink delta) {
      read(delta.table());
    }
    read(job.quarantine().table());
    source(job).ifPresent(this::read);
  }

  private static Optional<Table> source(Job job) {
    Source source = job.source();
    return job.sources().size() == 1 && source instanceof DeltaSource delta
        ? Optional.of(delta.table())
        : Optional.empty();
  }

  private TableHistory read(Table table) {
    return tables.computeIfAbsent(
        table.name(), any -> TableHistory.read(new LogFolder(folder(table), hadoop)));
  }

  /** A catalog knows no folder of a table that is not there. */
  private String folder(Table table) {
    return table.inCatalog() && !table.exists(spark) ? absent(table) : table.folder(spark);
  }

  private String absent(Table table) {
    return pipeline.name() + "/_absent/" + table.name();
  }

  private JobStory story(Job job, Begun first, RecordedJob recorded) {
    Checkpoint checkpoint = new Checkpoint(job.checkpoint(), hadoop);
    Map<Long, Offsets> offsets = new TreeMap<>();
    Map<Long, String> unreadable = new TreeMap<>();
    TreeSet<Long> planned = checkpoint.planned();
    planned.forEach(batch -> readOffsets(job, checkpoint, batch, offsets, unreadable));
    return new JobStory(
        job,
        first.query(),
        first.damage(),
        first.lost(),
        first.done(),
        planned,
        offsets,
        unreadable,
        checkpoint.done(),
        Long.parseLong(spark.conf().get(RETAINED, MANY)),
        recorded,
        job.sink() instanceof DeltaSink delta ? Optional.of(read(delta.table())) : Optional.empty(),
        read(job.quarantine().table()),
        source(job).map(table -> new Consumption(read(table))));
  }

  private static void readOffsets(
      Job job,
      Checkpoint checkpoint,
      long batch,
      Map<Long, Offsets> offsets,
      Map<Long, String> unreadable) {
    try {
      Offsets plan = checkpoint.offsets(batch);
      requireWhole(job, plan);
      offsets.put(batch, plan);
    } catch (RuntimeException e) {
      unreadable.put(batch, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  /** A file may end too early, between two lines or within one. */
  private static void requireWhole(Job job, Offsets plan) {
    if (plan.ends().isEmpty()) {
      throw new IllegalArgumentException("no stream has a line");
    }
    if (job.sources().size() == 1 && plan.end(0) != null) {
      OffsetChecks.requireWhole(plan.end(0));
      job.source().extent(null, plan.end(0));
    }
  }
}
