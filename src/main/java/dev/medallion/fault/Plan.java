package dev.medallion.fault;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What happens at one phase, and when. */
final class Plan {
  private static final Pattern TEXT =
      Pattern.compile("([a-z-]+):([0-9]+)(\\+?):(halt|throw|sleep:([0-9]+))");

  /** That of a process which was killed. */
  private static final int KILLED = 137;

  private final Phase phase;
  private final long first;
  private final boolean lasting;
  private final String action;
  private final long millis;
  private final AtomicLong passes = new AtomicLong();

  private Plan(Matcher text) {
    this.phase = Phase.of(text.group(1));
    this.first = Long.parseLong(text.group(2));
    this.lasting = !text.group(3).isEmpty();
    this.action = text.group(4);
    this.millis = text.group(5) == null ? 0 : Long.parseLong(text.group(5));
  }

  /** Null for an empty text. */
  static Plan of(String text) {
    if (text.isEmpty()) {
      return null;
    }
    Matcher parts = TEXT.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no failpoint; it would be phase:pass:action, such as after-sink:1:halt"
              .formatted(text));
    }
    return new Plan(parts);
  }

  boolean happened() {
    return passes.get() >= first;
  }

  <E extends Exception> void pass(Phase passed, Function<String, E> failure) throws E {
    if (passed != phase) {
      return;
    }
    long pass = passes.incrementAndGet();
    if (pass == first || lasting && pass > first) {
      act("failpoint %s, pass %d: %s".formatted(phase.text(), pass, action), failure);
    }
  }

  private <E extends Exception> void act(String sentence, Function<String, E> failure) throws E {
    System.err.println(sentence);
    switch (action) {
      case "halt" -> Runtime.getRuntime().halt(KILLED);
      case "throw" -> throw failure.apply(sentence);
      default -> sleep();
    }
  }

  /** Interrupted it fails, as a call that waits for something would; not each of those after it. */
  private void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("the failpoint was interrupted"));
    }
  }
}
