package dev.medallion.cli;

import dev.medallion.tracking.TrackingStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Creates or upgrades the tracking tables. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Creates or upgrades the tracking tables; needs the right to change the schema.")
final class MigrateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Configuration configuration;

  @Override
  public Integer call() {
    try (TrackingStore tracking = TrackingStore.open(configuration.load().tracking())) {
      tracking.migrate();
    }
    spec.commandLine().getOut().println("The tracking tables are up to date.");
    return ExitCode.DONE;
  }
}
