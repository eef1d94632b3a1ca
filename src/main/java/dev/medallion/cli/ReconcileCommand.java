package dev.medallion.cli;

import dev.medallion.pipeline.Pipeline;
import dev.medallion.reconcile.Disagreement;
import dev.medallion.reconcile.Reconciliation;
import dev.medallion.reconcile.Repair;
import dev.medallion.reconcile.Report;
import dev.medallion.tracking.LeaseHeld;
import dev.medallion.tracking.TrackingSettings;
import dev.medallion.tracking.TrackingStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves that checkpoints, Delta logs and the tracking store agree. */
@Command(
    name = "reconcile",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Compares checkpoints, Delta logs and the tracking store, batch by batch, and prints a line"
            + " for each disagreement. Changes nothing without --repair.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:all agree",
      "1:they disagree, or what disagreed could not all be repaired",
      "2:bad command or configuration",
      "3:tracking store unavailable",
      "5:a job to be repaired is running"
    })
final class ReconcileCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Configuration configuration;

  @Parameters(index = "1..*", paramLabel = "JOB", description = "The jobs to compare; all if none.")
  private List<String> jobs = List.of();

  @Option(names = "--json", description = "Prints JSON instead of text.")
  private boolean json;

  @Option(
      names = "--repair",
      description =
          "Sets the tracking store right by the Delta logs and checkpoints, and logs each change.")
  private boolean repair;

  @Override
  public Integer call() {
    Pipeline pipeline = configuration.load();
    Jobs.requireKnown(spec, pipeline, jobs);
    if (pipeline.tracking().store() == TrackingSettings.Store.NONE) {
      spec.commandLine().getErr().println("tracking.store is none; there is nothing to compare.");
      return ExitCode.BAD_INPUT;
    }
    SparkSession spark = pipeline.session();
    if (!repair && !TrackingStore.exists(pipeline.tracking())) {
      return print(pipeline, compare(pipeline, Optional.empty(), spark), List.of());
    }
    try (TrackingStore tracking = TrackingStore.open(pipeline.tracking())) {
      tracking.ready();
      Report report = compare(pipeline, Optional.of(tracking), spark);
      return repair
          ? repair(pipeline, report, tracking, spark)
          : print(pipeline, report, List.of());
    }
  }

  private int repair(Pipeline pipeline, Report report, TrackingStore tracking, SparkSession spark) {
    try {
      List<Disagreement> repaired = new Repair(pipeline, tracking, spark).of(report);
      Report after = repaired.isEmpty() ? report : compare(pipeline, Optional.of(tracking), spark);
      return print(pipeline, after, repaired);
    } catch (LeaseHeld e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.RUNNING_ELSEWHERE;
    }
  }

  private Report compare(Pipeline pipeline, Optional<TrackingStore> tracking, SparkSession spark) {
    return new Reconciliation(pipeline, jobs, tracking, spark).compare();
  }

  private int print(Pipeline pipeline, Report report, List<Disagreement> repaired) {
    var out = spec.commandLine().getOut();
    out.print(
        json
            ? ReconcileJson.of(pipeline.name(), report, repaired)
            : ReconcileText.of(report, repaired));
    out.flush();
    return report.agrees() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
