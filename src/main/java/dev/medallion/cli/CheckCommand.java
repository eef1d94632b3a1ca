package dev.medallion.cli;

import dev.medallion.pipeline.Pipeline;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what is wrong with a configuration, or what it comes to. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description =
        "Loads everything and analyses every job's plan, touching no data; prints all problems at"
            + " once, or the effective configuration with secrets masked.")
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Configuration configuration;

  @Override
  public Integer call() {
    Pipeline pipeline = configuration.load();
    pipeline.check();
    spec.commandLine().getOut().print(pipeline.file().effective());
    spec.commandLine().getOut().flush();
    return ExitCode.DONE;
  }
}
