package dev.medallion.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. The message holds every problem, one a line. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, ordered by file and line. */
  public List<Problem> problems() {
    return problems;
  }

  static void throwIfAny(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems.stream().sorted(Problem.ORDER).toList());
    }
  }
}
