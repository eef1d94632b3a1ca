package dev.medallion.cli;

import dev.medallion.generate.Destination;
import dev.medallion.generate.Generator;
import dev.medallion.generate.Lines;
import dev.medallion.kafka.BrokerRefused;
import java.io.IOException;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * What every command that makes records has: where they go, and the sentence that tells of them.
 */
final class Making {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Target target;

  /**
   * Makes the records of a generator and tells what it made.
   *
   * @return the command's exit code
   */
  <C> int make(Supplier<Generator<C>> generator, Function<C, String> sentence) {
    try {
      spec.commandLine().getOut().println(sentence.apply(generate(generator.get())));
      return ExitCode.DONE;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    } catch (IOException | BrokerRefused e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private <C> C generate(Generator<C> generator) throws IOException {
    try (Destination destination = target.open(spec.name())) {
      return generator.generate(destination);
    }
  }

  /**
   * Tells of lines.
   *
   * @param detail what of the good lines is told besides, from the blank on
   */
  String sentence(Lines lines, String records, String detail) {
    return "Generated %d lines in %s: %d %s (%d of them repeated, %d late)%s, and %d malformed lines."
        .formatted(
            lines.all(),
            target.place(lines.files()),
            lines.good(),
            records,
            lines.duplicates(),
            lines.late(),
            detail,
            lines.malformed());
  }

  /** Where so many files, or the messages, are. */
  String place(int files) {
    return target.place(files);
  }
}
