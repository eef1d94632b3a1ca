package dev.medallion.fault;

import java.util.function.Function;

/**
 * A named place in the program. The system property {@code medallion.failpoint}, such as {@code
 * after-sink:1:halt}, names a phase, the pass on which something happens there ({@code 3+}: on the
 * third and all later ones) and what: {@code halt} ends the process as a kill would, {@code throw}
 * fails, {@code sleep:500} waits so many milliseconds. Each time it says so on standard error.
 */
public final class Failpoint {
  private static final String PROPERTY = "medallion.failpoint";

  /** Null, and so nothing, unless it was asked for. */
  private static volatile Plan plan = Plan.of(System.getProperty(PROPERTY, ""));

  private Failpoint() {}

  /** Passes a place that fails without reason. */
  public static void at(Phase phase) {
    at(phase, IllegalStateException::new);
  }

  /**
   * Passes a place.
   *
   * @param failure makes of a sentence what fails there of itself
   */
  public static <E extends Exception> void at(Phase phase, Function<String, E> failure) throws E {
    Plan now = plan;
    if (now != null) {
      now.pass(phase, failure);
    }
  }

  /** Plans what happens from now on in this JVM; nothing where the text is empty. */
  public static void plan(String text) {
    plan = Plan.of(text);
  }

  /** Whether what is planned has happened. */
  public static boolean happened() {
    Plan now = plan;
    return now != null && now.happened();
  }
}
