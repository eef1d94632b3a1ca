package dev.medallion.cli;

import dev.medallion.pipeline.Outcome;
import dev.medallion.pipeline.Pipeline;
import dev.medallion.pipeline.Replay;
import dev.medallion.pipeline.ReplayChoice;
import dev.medallion.tracking.TrackingSettings.Store;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends quarantined rows through their job once more. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Sends the rows that wait in a job's quarantine through the job again, as it is configured"
            + " now, exactly once; those that are kept back again stay with their new reasons.",
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done, or nothing to do",
      "1:it failed; say it again, and it goes on where it ended",
      "2:bad command or configuration, or a job whose rows cannot be replayed",
      "3:tracking store unavailable",
      "4:a row broke a rule with fail",
      "5:the job is running",
      "7:its checkpoint is missing or foreign"
    })
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Configuration configuration;

  @Parameters(index = "1", paramLabel = "JOB", description = "The job whose rows are replayed.")
  private String job;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Only rows one of whose reasons contains this, in any case.")
  private String reason;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only rows that were quarantined then or later: 2026-05-31T08:00:00Z, or a day in UTC.")
  private String since;

  @Override
  public Integer call() {
    var choice = new ReplayChoice(Optional.ofNullable(reason), Optional.ofNullable(since()));
    Pipeline pipeline = configuration.load();
    Jobs.requireKnown(spec, pipeline, List.of(job));
    if (pipeline.tracking().store() == Store.NONE) {
      return refuse("tracking.store = none reserves no job, so nothing can be replayed once.");
    }
    try (Replay replay = Replay.open(pipeline, job)) {
      if (!replay.hasQuarantine()) {
        say("There is no %s: nothing to replay.".formatted(replay.quarantine()));
        return ExitCode.DONE;
      }
      Optional<String> objection = replay.objection();
      return objection.isPresent() ? refuse(objection.get()) : code(replay.run(choice, this::say));
    }
  }

  private Instant since() {
    if (since == null) {
      return null;
    }
    try {
      return since.contains("T")
          ? Instant.parse(since)
          : LocalDate.parse(since).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--since '%s' is no time; say it as 2026-05-31T08:00:00Z or 2026-05-31".formatted(since),
          e);
    }
  }

  private int code(Outcome outcome) {
    outcome.sentence().ifPresent(spec.commandLine().getErr()::println);
    return ExitCode.of(outcome);
  }

  private int refuse(String sentence) {
    spec.commandLine().getErr().println(sentence);
    return ExitCode.BAD_INPUT;
  }

  private void say(String line) {
    spec.commandLine().getOut().println(line);
  }
}
