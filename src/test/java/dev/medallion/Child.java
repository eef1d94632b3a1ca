package dev.medallion;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Medallion in a process of its own, as a user starts it; closing it kills what still runs. */
public final class Child implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final String BATCH = "(?m)^%s: batch \\d+, (\\d+) rows in, (\\d+) out,";

  /** What would start it otherwise than these tests mean it. */
  private static final List<String> FOREIGN =
      List.of(
          "SPARK_HOME",
          "LAKE",
          "KAFKA_BOOTSTRAP_SERVERS",
          "TRACKING_URL",
          "TRACKING_USER",
          "TRACKING_PASSWORD",
          "TRACKING_AUTHENTICATION",
          "TRACKING_ACCESS_TOKEN");

  private final Process process;
  private final Path output;
  private final CompletableFuture<Instant> end;

  private Child(Process process, Path output) {
    this.process = process;
    this.output = output;
    this.end = process.onExit().thenApply(gone -> Instant.now());
  }

  /** Rows that a job of this process said it had read and written so far. */
  public record Rows(long read, long written) {}

  /**
   * Starts {@code scripts/medallion} with a small heap and a compiler for short lives.
   *
   * @param folder takes a file with all that the process prints
   */
  public static Child start(Path folder, Map<String, String> environment, List<String> arguments) {
    Map<String, String> all = new HashMap<>(ClassArchive.environment());
    all.putAll(environment);
    return startPlain(folder, all, arguments);
  }

  static Child startPlain(Path folder, Map<String, String> environment, List<String> arguments) {
    try {
      Path output = Files.createTempFile(folder, "child-", ".log");
      List<String> command = new ArrayList<>(List.of("scripts/medallion"));
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().keySet().removeAll(FOREIGN);
      builder.environment().put("MEDALLION_HEAP", "1g");
      builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
      builder.environment().putAll(environment);
      builder.redirectErrorStream(true).redirectOutput(output.toFile());
      return new Child(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** All that it has printed, on either stream. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Rows rows(String job) {
    Matcher batch = Pattern.compile(BATCH.formatted(job)).matcher(output());
    Rows rows = new Rows(0, 0);
    while (batch.find()) {
      long read = Long.parseLong(batch.group(1));
      rows = new Rows(rows.read + read, rows.written + Long.parseLong(batch.group(2)));
    }
    return rows;
  }

  /** Waits for a condition, as long as the process lives. */
  public void until(String what, Callable<Boolean> condition) {
    await(what)
        .atMost(LONGEST)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> condition.call() || diedWithout(what));
  }

  private boolean diedWithout(String what) {
    if (process.isAlive()) {
      return false;
    }
    throw new AssertionError("the process ended before " + what + ":\n" + output());
  }

  /** Lets some time pass; false if the process ended meanwhile. */
  public boolean lives(Duration time) throws InterruptedException {
    return !process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for the process to end by itself; its exit code. */
  public int exit() throws InterruptedException {
    return exit(LONGEST);
  }

  /** The same for a process that has more to do than others. */
  public int exit(Duration longest) throws InterruptedException {
    if (!process.waitFor(longest.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("still running after " + longest + ":\n" + output());
    }
    return process.exitValue();
  }

  /** When it ended. */
  public Instant end() {
    return end.join();
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
