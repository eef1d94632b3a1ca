package dev.medallion.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.fault.Failpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tracking store behind a network: H2 as a server, and a proxy before it. */
@Tag("faults")
class DatabaseFaultsIT {
  private static final int LOST_ANSWERS = Integer.getInteger("medallion.answers", 40);
  private static final int MOST_ANSWERS = 250;

  @TempDir Path folder;
  private Server server;
  private TcpProxy proxy;

  @BeforeEach
  void start() throws SQLException, IOException {
    server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
    proxy = new TcpProxy(server.getPort());
  }

  @AfterEach
  void stop() throws IOException {
    Failpoint.plan("");
    proxy.close();
    server.stop();
  }

  @Test
  void aDatabaseThatIsDownAtTheStart() throws Exception {
    Rounds rounds = rounds();
    rounds.round(
        "a start without a database",
        warm -> {
          proxy.become(TcpProxy.Mode.REFUSED);
          assertThat(warm.drain().code()).isEqualTo(3);
          proxy.become(TcpProxy.Mode.OPEN);
          return true;
        });
    rounds.tell(Fault.DATABASE_DOWN_AT_START, "TCP proxy that refuses");
  }

  @Test
  void aDatabaseThatIsAwayForAWhile() throws Exception {
    Rounds rounds = rounds();
    for (String phase : new String[] {"before-task", "before-sink", "before-tracking"}) {
      rounds.round(
          phase, warm -> survives(warm, phase, TcpProxy.Mode.REFUSED, Duration.ofSeconds(3)));
    }
    rounds.tell(Fault.DATABASE_DOWN_SHORTLY, "TCP proxy that refuses for 3 seconds, at 3 phases");
  }

  @Test
  void aDatabaseThatIsAwayForLong() throws Exception {
    Rounds rounds = rounds();
    for (String phase : new String[] {"before-sink", "before-tracking"}) {
      rounds.round(
          phase, warm -> survives(warm, phase, TcpProxy.Mode.REFUSED, Duration.ofSeconds(40)));
    }
    rounds.tell(
        Fault.DATABASE_DOWN_LONG,
        "TCP proxy that refuses for 40 seconds, twice what is waited for, at 2 phases");
  }

  @Test
  void aDatabaseThatIsAwayForLongEndsTheRunWhereThatIsAskedFor() throws Exception {
    Rounds rounds = rounds("fail");
    for (String phase : new String[] {"before-sink", "before-tracking"}) {
      rounds.round(
          phase,
          warm -> {
            Ended ended = away(warm, phase, TcpProxy.Mode.REFUSED, Duration.ofSeconds(40));
            assertThat(ended.code()).as("%s", ended).isEqualTo(3);
            return true;
          });
    }
    rounds.tell(Fault.DATABASE_DOWN_AND_FAIL, "TCP proxy that refuses for 40 seconds, at 2 phases");
  }

  @Test
  void aDatabaseThatAcceptsAndDoesNotAnswer() throws Exception {
    Rounds rounds = rounds();
    for (String phase : new String[] {"before-sink", "before-tracking"}) {
      rounds.round(
          phase, warm -> survives(warm, phase, TcpProxy.Mode.SILENT, Duration.ofSeconds(8)));
    }
    rounds.tell(Fault.DATABASE_HALF_OPEN, "TCP proxy that passes nothing on for 8 seconds");
  }

  @Test
  void aDatabaseThatAnswersLate() throws Exception {
    Rounds rounds = rounds();
    rounds.round(
        "late answers",
        warm -> {
          proxy.become(TcpProxy.Mode.SLOW);
          assertThat(warm.drain().code()).isZero();
          proxy.become(TcpProxy.Mode.OPEN);
          return true;
        });
    rounds.tell(Fault.DATABASE_SLOW, "TCP proxy that delays each answer by 0.1 seconds");
  }

  @Test
  void anAnswerThatIsLost() throws Exception {
    Random random = new Random(FaultTable.SEED);
    Rounds rounds = rounds();
    for (int round = 0; round < LOST_ANSWERS; round++) {
      long answer = 1 + random.nextInt(MOST_ANSWERS);
      rounds.round(
          "answer " + answer,
          warm -> {
            proxy.loseAnswer(answer);
            warm.drain();
            boolean lost = proxy.lostOne();
            proxy.loseAnswer(-1);
            return lost;
          });
    }
    rounds.tell(
        Fault.ANSWER_LOST,
        "TCP proxy that cuts in place of the answer to a random request, commits among them");
  }

  /** Takes the database away at a phase of the first batch, for some time. */
  private Ended away(Warm warm, String phase, TcpProxy.Mode mode, Duration time)
      throws IOException {
    Failpoint.plan(phase + ":1:sleep:500");
    CompletableFuture<Void> back =
        CompletableFuture.runAsync(
            () -> {
              await().atMost(Duration.ofMinutes(2)).until(Failpoint::happened);
              proxy.become(mode);
              CompletableFuture.runAsync(
                      () -> proxy.become(TcpProxy.Mode.OPEN),
                      CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS))
                  .join();
            });
    Ended ended = warm.drain();
    back.join();
    Failpoint.plan("");
    return ended;
  }

  /** Goes on while the database is away. */
  private boolean survives(Warm warm, String phase, TcpProxy.Mode mode, Duration time)
      throws IOException {
    Ended ended = away(warm, phase, mode, time);
    assertThat(ended.code()).as("%s", ended).isZero();
    return true;
  }

  private Rounds rounds() {
    return rounds("spool");
  }

  private Rounds rounds(String onOutage) {
    return new Rounds(
        folder,
        warm -> {
          Path file = warm.trial().lake().resolve("_tracking/medallion");
          warm.set(
              "tracking.url",
              "jdbc:h2:tcp://127.0.0.1:%d/%s;NETWORK_TIMEOUT=3000".formatted(proxy.port(), file));
          warm.set("tracking.connect-timeout", "3 seconds");
          warm.set("tracking.on-outage", onOutage);
        });
  }
}
