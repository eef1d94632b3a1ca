package dev.medallion.cli;

import dev.medallion.pipeline.Outcome;
import dev.medallion.pipeline.Pipeline;
import dev.medallion.pipeline.Runner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs jobs until they have drained their sources or are stopped. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs the named jobs, else all, each as its own query, until stopped.",
    exitCodeListHeading = "Exit codes; of several failed jobs that of the first:%n",
    exitCodeList = {
      "0:done",
      "1:a job failed",
      "2:bad command or configuration",
      "3:tracking store unavailable",
      "4:stopped by a rule or a limit of quality",
      "5:already running elsewhere",
      "6:the source lost records before they were read",
      "7:checkpoint missing, foreign or damaged",
      "143:stopped by a signal; by the first one after the batch in hand"
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Configuration configuration;

  @Parameters(index = "1..*", paramLabel = "JOB", description = "The jobs to run; all if none.")
  private List<String> jobs = List.of();

  @Option(names = "--available-now", description = "Drains what is there and stops.")
  private boolean availableNow;

  @Override
  public Integer call() {
    Pipeline pipeline = availableNow ? configuration.loadToDrain() : configuration.load();
    Jobs.requireKnown(spec, pipeline, jobs);
    try (var signals = new Signals();
        var progress = Progress.on(spec.commandLine().getOut());
        var runner = Runner.open(pipeline, jobs, progress)) {
      signals.stopBy(runner::stop);
      Map<String, Outcome> outcomes = runner.run();
      progress.close();
      spec.commandLine().getOut().println(Summary.of(outcomes, progress.totals()));
      return code(outcomes, signals);
    }
  }

  private static int code(Map<String, Outcome> outcomes, Signals signals) {
    return outcomes.values().stream()
        .filter(outcome -> !outcome.ok())
        .map(ExitCode::of)
        .findFirst()
        .orElse(signals.terminated() ? ExitCode.TERMINATED : ExitCode.DONE);
  }
}
