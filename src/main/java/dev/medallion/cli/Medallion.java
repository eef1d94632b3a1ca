package dev.medallion.cli;

import dev.medallion.config.ConfigurationException;
import dev.medallion.tracking.TrackingUnavailable;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** The command line. */
@Command(
    name = "medallion",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Streams through bronze, silver and gold Delta tables, every batch on record.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      MigrateCommand.class,
      PruneCommand.class,
      ReconcileCommand.class,
      ReplayCommand.class,
      StatusCommand.class,
      StopCommand.class,
      ResetCommand.class,
      GenerateCommand.class
    })
public final class Medallion {
  private Medallion() {}

  /** Runs a command. On Databricks a failure is an exception, since the JVM is not ours to end. */
  public static void main(String... args) {
    int code = execute(writer(System.out), writer(System.err), args);
    if (System.getenv("DATABRICKS_RUNTIME_VERSION") == null) {
      System.exit(code);
    } else if (code != ExitCode.DONE) {
      throw new IllegalStateException("medallion ended with exit code " + code);
    }
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, Charset.defaultCharset());
  }

  static int execute(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new Medallion())
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Medallion::explain)
        .execute(args);
  }

  private static int explain(Exception error, CommandLine command, ParseResult parsed)
      throws Exception {
    if (error instanceof ConfigurationException) {
      command.getErr().println(error.getMessage());
      return ExitCode.BAD_INPUT;
    }
    if (error instanceof TrackingUnavailable) {
      command.getErr().println(error.getMessage());
      return ExitCode.TRACKING_UNAVAILABLE;
    }
    throw error;
  }
}
