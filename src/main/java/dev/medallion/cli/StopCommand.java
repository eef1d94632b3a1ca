package dev.medallion.cli;

import dev.medallion.pipeline.Pipeline;
import dev.medallion.tracking.RunHistory;
import dev.medallion.tracking.RunState;
import dev.medallion.tracking.TrackingSettings.Store;
import dev.medallion.tracking.TrackingStore;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Asks running jobs to stop, wherever they run. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Asks the named jobs, else all, to finish the batch in hand and stop, wherever they run."
            + " They are asked through the tracking store, where they look at each renewal of the"
            + " lease.")
final class StopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Configuration configuration;

  @Parameters(index = "1..*", paramLabel = "JOB", description = "The jobs to stop; all if none.")
  private List<String> jobs = List.of();

  @Override
  public Integer call() {
    Pipeline pipeline = configuration.load();
    Jobs.requireKnown(spec, pipeline, jobs);
    if (pipeline.tracking().store() == Store.NONE) {
      spec.commandLine()
          .getErr()
          .println("tracking.store = none knows no runs to ask; send their processes SIGTERM.");
      return ExitCode.BAD_INPUT;
    }
    try (TrackingStore tracking = TrackingStore.open(pipeline.tracking())) {
      tracking.ready();
      for (String job : jobs.isEmpty() ? pipeline.jobNames() : jobs) {
        tell(job, tracking.askToStop(pipeline.name(), job));
      }
    }
    return ExitCode.DONE;
  }

  private void tell(String job, List<RunHistory> open) {
    if (open.isEmpty()) {
      say(job + ": does not run");
    }
    open.forEach(run -> say(job + ": " + sentence(run)));
  }

  private static String sentence(RunHistory run) {
    return run.state() == RunState.DEAD
        ? "run %d is dead and cannot be asked, %s: %s"
            .formatted(run.id(), run.describe(), run.owner())
        : "run %d was asked to stop: %s".formatted(run.id(), run.owner());
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
