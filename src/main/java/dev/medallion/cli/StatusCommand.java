package dev.medallion.cli;

import dev.medallion.pipeline.Pipeline;
import dev.medallion.tracking.JobHistory;
import dev.medallion.tracking.TrackingStore;
import dev.medallion.tracking.TrackingUnavailable;
import dev.medallion.tracking.Waiting;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is on record of a pipeline's jobs. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Shows each job's latest run and batches: state, rows, rate, lag, warnings, last error.")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Configuration configuration;

  @Parameters(index = "1", arity = "0..1", paramLabel = "JOB", description = "One job only.")
  private String job;

  @Option(
      names = "--batches",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many batches of each job (default: ${DEFAULT-VALUE}).")
  private int batches;

  @Option(names = "--json", description = "Prints JSON instead of text.")
  private boolean json;

  @Override
  public Integer call() {
    Pipeline pipeline = configuration.load();
    Jobs.requireKnown(spec, pipeline, job == null ? List.of() : List.of(job));
    PrintWriter out = spec.commandLine().getOut();
    Map<String, Waiting> waiting = waiting(pipeline);
    try {
      List<JobHistory> jobs = jobs(pipeline);
      out.print(
          json ? StatusJson.of(pipeline.name(), jobs, waiting) : StatusText.of(jobs, waiting));
      return ExitCode.DONE;
    } catch (TrackingUnavailable e) {
      spec.commandLine().getErr().print(StatusText.waiting(waiting));
      throw e;
    } finally {
      out.flush();
    }
  }

  /** What is on record is told even where the lake cannot be reached from here. */
  private Map<String, Waiting> waiting(Pipeline pipeline) {
    try {
      return pipeline.waiting();
    } catch (TrackingUnavailable e) {
      spec.commandLine().getErr().println(e.getMessage());
      return Map.of();
    }
  }

  private List<JobHistory> jobs(Pipeline pipeline) {
    try (TrackingStore tracking = TrackingStore.open(pipeline.tracking())) {
      tracking.ready();
      return tracking.history(pipeline.name(), batches).stream()
          .filter(history -> job == null || history.job().equals(job))
          .toList();
    }
  }
}
