package dev.medallion.pipeline;

import org.apache.spark.sql.AnalysisException;

/** What Spark says of a plan, in short. */
final class Sentences {
  private Sentences() {}

  /** Spark explains at length; the first line, behind the name of the error, says what is wrong. */
  static String of(Exception e) {
    String message = e instanceof AnalysisException at ? at.message() : e.getMessage();
    return message.strip().lines().findFirst().orElse("").replaceFirst("^\\[[A-Z_.]+] ", "");
  }

  /** Where in the SQL it was found. */
  static String place(Exception e) {
    return e instanceof AnalysisException at && at.line().isDefined()
        ? ": line %s, column %s".formatted(at.line().get(), (Integer) at.startPosition().get() + 1)
        : "";
  }
}
