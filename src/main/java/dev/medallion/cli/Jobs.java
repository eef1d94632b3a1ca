package dev.medallion.cli;

import dev.medallion.pipeline.Pipeline;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Checks the names of jobs on the command line. */
final class Jobs {
  private Jobs() {}

  static void requireKnown(CommandSpec spec, Pipeline pipeline, List<String> jobs) {
    for (String job : jobs) {
      if (!pipeline.jobNames().contains(job)) {
        throw new ParameterException(
            spec.commandLine(),
            "%s has no job '%s'; its jobs are %s"
                .formatted(pipeline.name(), job, String.join(", ", pipeline.jobNames())));
      }
    }
  }
}
