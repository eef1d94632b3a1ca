package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.Child;
import dev.medallion.cli.Lakehouse.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.h2.tools.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that starts a day behind, and whose clock is set again and again while it works at a batch.
 * It is killed an hour ahead of the next run, which has the right time: its lease seems to last.
 * Landing files have the right time, too, and so lie in the past of the program or in its future.
 */
@Tag("faults")
@Timeout(1800)
class ClockIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<Duration> TIMES =
      List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ZERO, Duration.ofDays(-1));

  @TempDir Path folder;
  private WallClock clock;
  private Verdict all = Verdict.CLEAN;
  private int rounds;
  private int file;

  @BeforeEach
  void build() throws Exception {
    Optional<WallClock> built = WallClock.in(folder);
    assumeTrue(built.isPresent(), "needs Linux and a compiler of C");
    clock = built.get();
  }

  @Test
  void aClockThatIsSetLosesNothing() throws Exception {
    Warm embedded = new Warm(folder.resolve("embedded"), "bronze", "silver");
    jumpsAtEachPhase(embedded);
    Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    try {
      jumpsAtEachPhase(served(server));
    } finally {
      server.stop();
    }
    FaultTable.add(
        Fault.CLOCK_JUMPS,
        "an hour or a day to and fro, at 3 phases and between runs; with and without the database's",
        rounds,
        all);
  }

  /** The database is another process, and keeps the right time. */
  private Warm served(Server server) throws IOException {
    Warm warm = new Warm(folder.resolve("served"), "bronze", "silver");
    Path store = warm.trial().lake().resolve("_tracking/medallion");
    return warm.set(
        "tracking.url", "jdbc:h2:tcp://127.0.0.1:%d/%s".formatted(server.getPort(), store));
  }

  private void jumpsAtEachPhase(Warm warm) throws Exception {
    assertThat(warm.verdict()).isEqualTo(Verdict.CLEAN);
    file = 3;
    for (String phase : List.of("before-task", "before-sink", "before-tracking")) {
      jumps(warm, phase);
    }
  }

  private void jumps(Warm warm, String phase) throws Exception {
    clock.set(Duration.ofDays(-1));
    var environment = clock.in(Phases.environment(phase + ":1+:sleep:1000"));
    int first = file;
    try (Child child = warm.child(environment, "bronze", "silver")) {
      for (Duration time : TIMES) {
        jump(warm, child, time);
        drains(child, file - first);
        warm.deliver(file++);
        drains(child, file - first);
        assertThat(Duration.between(Instant.now(), newest(warm.trial().silver())))
            .as("how far the program was from the right time")
            .isCloseTo(time, Duration.ofMinutes(2));
      }
      jump(warm, child, Duration.ofHours(1));
    }
    Verdict verdict = warm.verdict();
    assertThat(verdict).as("after %s", phase).isEqualTo(Verdict.CLEAN);
    warm.delivery().verifyArchive();
    Ended reconciled = warm.command("reconcile");
    assertThat(reconciled.code()).as("%s", reconciled).isZero();
    all = all.and(verdict);
  }

  /** Sets the clock while a batch of one file waits at the failpoint. */
  private void jump(Warm warm, Child child, Duration time) throws IOException {
    long passes = passes(child);
    warm.deliver(file++);
    child.until("the failpoint", () -> passes(child) > passes);
    clock.set(time);
    rounds++;
  }

  private static long passes(Child child) {
    return child.output().lines().filter(line -> line.startsWith("failpoint ")).count();
  }

  private static void drains(Child child, int files) {
    child.until(
        "all rows in silver",
        () ->
            child.rows("bronze").read() == (long) files * Warm.RECORDS
                && child.rows("silver").read() == child.rows("bronze").written());
  }

  /** When the program made a table's newest version, by its own clock. */
  private static Instant newest(Path table) throws IOException {
    try (Stream<Path> log = Files.list(table.resolve("_delta_log"))) {
      Path newest =
          log.filter(file -> file.toString().endsWith(".json"))
              .max(Comparator.naturalOrder())
              .orElseThrow();
      for (String line : Files.readAllLines(newest)) {
        JsonNode time = JSON.readTree(line).at("/commitInfo/timestamp");
        if (time.isNumber()) {
          return Instant.ofEpochMilli(time.longValue());
        }
      }
      throw new AssertionError(newest + " does not say when it was made");
    }
  }
}
