package dev.medallion.cli;

import dev.medallion.pipeline.Pipeline;
import dev.medallion.tracking.Pruned;
import dev.medallion.tracking.TrackingStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Deletes old tracking rows. */
@Command(
    name = "prune",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Deletes tracking rows of runs that ended longer ago than tracking.keep; daily sums stay."
            + " Needs the right to delete.")
final class PruneCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Configuration configuration;

  @Override
  public Integer call() {
    Pipeline pipeline = configuration.load();
    if (pipeline.tracking().ledger()) {
      spec.commandLine()
          .getErr()
          .println("The log is an append-only ledger, which loses nothing; nothing was deleted.");
      return ExitCode.BAD_INPUT;
    }
    try (TrackingStore tracking = TrackingStore.open(pipeline.tracking())) {
      tracking.ready();
      Pruned pruned = tracking.prune(pipeline.name(), pipeline.tracking().keep());
      spec.commandLine()
          .getOut()
          .printf(
              "Deleted %d task rows, %d parameters and %d log rows.%n",
              pruned.tasks(), pruned.parameters(), pruned.logs());
    }
    return ExitCode.DONE;
  }
}
