package dev.medallion.cli;

import dev.medallion.pipeline.Outcome;

/** What the process tells its caller; the README lists the codes. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;
  static final int TRACKING_UNAVAILABLE = 3;
  static final int QUALITY = 4;
  static final int RUNNING_ELSEWHERE = 5;
  static final int DATA_LOST = 6;
  static final int CHECKPOINT = 7;
  static final int TERMINATED = 143;

  private ExitCode() {}

  static int of(Outcome outcome) {
    return switch (outcome.ending()) {
      case COMPLETED, STOPPED -> DONE;
      case FAILED -> FAILED;
      case TRACKING_UNAVAILABLE -> TRACKING_UNAVAILABLE;
      case QUALITY -> QUALITY;
      case RUNNING_ELSEWHERE -> RUNNING_ELSEWHERE;
      case DATA_LOST -> DATA_LOST;
      case CHECKPOINT -> CHECKPOINT;
    };
  }
}
