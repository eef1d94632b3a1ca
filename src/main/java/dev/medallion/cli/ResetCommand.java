package dev.medallion.cli;

import dev.medallion.pipeline.Outcome;
import dev.medallion.pipeline.Pipeline;
import dev.medallion.pipeline.Reset;
import dev.medallion.pipeline.Reset.Doubles;
import dev.medallion.tracking.TrackingSettings.Store;
import java.io.Console;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a job over. */
@Command(
    name = "reset",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Starts a job over with a new checkpoint; the old one is moved aside. Says what is read"
            + " again and what becomes of the rows, and asks.")
final class ResetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Configuration configuration;

  @Parameters(index = "1", paramLabel = "JOB", description = "The job to start over.")
  private String job;

  @Option(names = "--yes", description = "Does not ask.")
  private boolean yes;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Why, for the log.")
  private String reason;

  @ArgGroup private Fate fate = new Fate();

  /** What becomes of rows in a table that is appended to. */
  private static final class Fate {
    @Option(
        names = "--clear",
        description = "Deletes all rows of the job's Delta table and of its quarantine.")
    private boolean clear;

    @Option(names = "--keep", description = "Leaves the rows as they are; you have seen to them.")
    private boolean keep;
  }

  @Override
  public Integer call() {
    Pipeline pipeline = configuration.load();
    Jobs.requireKnown(spec, pipeline, List.of(job));
    if (pipeline.tracking().store() == Store.NONE) {
      return refuse(
          "tracking.store = none keeps no record of a reset; delete the checkpoint by hand.");
    }
    try (Reset reset = Reset.open(pipeline, job, doubles())) {
      reset.plan().forEach(spec.commandLine().getOut()::println);
      Optional<String> objection = reset.objection();
      if (objection.isPresent()) {
        return refuse(objection.get() + ".");
      }
      return yes || confirmed() ? code(reset.run(reason)) : refuse(unconfirmed());
    }
  }

  private Doubles doubles() {
    if (fate.clear) {
      return Doubles.CLEAR;
    }
    return fate.keep ? Doubles.KEEP : Doubles.REFUSE;
  }

  private static boolean confirmed() {
    Console terminal = System.console();
    return terminal != null && "yes".equals(terminal.readLine("Go on? Answer yes or no: "));
  }

  private static String unconfirmed() {
    return System.console() == null
        ? "There is no terminal to ask on; nothing was changed. Say --yes."
        : "Nothing was changed.";
  }

  private int code(Outcome outcome) {
    outcome.sentence().ifPresent(spec.commandLine().getErr()::println);
    if (outcome.ok()) {
      spec.commandLine().getOut().println(job + " starts over with its next run.");
    }
    return ExitCode.of(outcome);
  }

  private int refuse(String sentence) {
    spec.commandLine().getErr().println(sentence);
    return ExitCode.BAD_INPUT;
  }
}
