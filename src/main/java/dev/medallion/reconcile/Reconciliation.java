package dev.medallion.reconcile;

import dev.medallion.pipeline.Job;
import dev.medallion.pipeline.Pipeline;
import dev.medallion.reconcile.BatchChecks.Compared;
import dev.medallion.reconcile.Findings.At;
import dev.medallion.tracking.Spool;
import dev.medallion.tracking.TrackingStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/** Compares checkpoints, Delta logs and the tracking store of some jobs. It writes nothing. */
public final class Reconciliation {
  private final Pipeline pipeline;
  private final List<Job> jobs;
  private final Optional<TrackingStore> tracking;
  private final SparkSession spark;

  /**
   * @param names the jobs; all if empty
   * @param tracking empty where there is no store yet
   */
  public Reconciliation(
      Pipeline pipeline, List<String> names, Optional<TrackingStore> tracking, SparkSession spark) {
    this.pipeline = pipeline;
    this.jobs =
        pipeline.jobs().stream()
            .filter(job -> names.isEmpty() || names.contains(job.name()))
            .toList();
    this.tracking = tracking;
    this.spark = spark;
  }

  /**
   * Compares while the jobs may run. What disagrees is looked at a second time, since clean-ups of
   * all kinds go on meanwhile: what is told was seen twice.
   */
  public Report compare() {
    Report first = look();
    if (first.agrees()) {
      return first;
    }
    Set<String> seen =
        first.disagreements().stream().map(Disagreement::toString).collect(Collectors.toSet());
    Report second = look();
    return new Report(
        second.jobs(),
        second.disagreements().stream().filter(one -> seen.contains(one.toString())).toList());
  }

  private Report look() {
    List<Report.Compared> compared = new ArrayList<>();
    List<Disagreement> disagreements = new ArrayList<>();
    Set<String> tables = new HashSet<>();
    for (JobStory story : new Reading(pipeline, jobs, tracking, spark).stories()) {
      Findings findings = new Findings(story.job().name());
      compared.add(compare(story, findings, tables));
      disagreements.addAll(findings.all());
    }
    return new Report(compared, disagreements);
  }

  private Report.Compared compare(JobStory story, Findings findings, Set<String> tables) {
    if (waits(story.job(), findings)) {
      return compared(story, 0);
    }
    new RunChecks(story, findings).check();
    new CheckpointChecks(story, findings).check();
    long batches = 0;
    Set<Long> told = new HashSet<>();
    Quarantined quarantined = new Quarantined(story.job().quarantine().table(), spark);
    for (UUID query : story.queries()) {
      Compared done = new BatchChecks(story, query, quarantined, findings).check();
      batches += done.batches();
      told.addAll(done.told());
    }
    new ReplayChecks(story, quarantined, findings).check();
    story
        .target()
        .filter(table -> tables.add(table.toString()))
        .ifPresent(table -> new TableChecks(table, findings).check(told));
    if (tables.add(story.quarantine().toString())) {
      new TableChecks(story.quarantine(), findings).check(Set.of());
    }
    return compared(story, batches);
  }

  /** While rows wait to be put on record, there is no telling which are missing. */
  private boolean waits(Job job, Findings findings) {
    boolean waits =
        tracking.isPresent()
            && Spool.waiting(job.checkpoint(), spark.sessionState().newHadoopConf()).isPresent();
    if (waits) {
      findings.repairable(
          At.NOTHING,
          "tracking",
          "entries wait in the spool beside " + job.checkpoint(),
          "they are not on record yet",
          "the spool is right; the next run of the job puts them on record, too",
          new Fix.Deliver());
    }
    return waits;
  }

  private static Report.Compared compared(JobStory story, long batches) {
    return new Report.Compared(
        story.job().name(),
        story.job().layer(),
        story.query(),
        batches,
        story.target().isPresent());
  }
}
