package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate();
  private final AtomicBoolean stuck = new AtomicBoolean();

  @Test
  void theBatchInHandIsWaitedFor() throws Exception {
    gate.enter(7, () -> false);
    var last = asked();
    await().until(() -> !last.isDone());
    gate.leave();
    assertThat(last.get()).hasValue(7);
  }

  @Test
  void aBatchThatGetsStuckIsNotWaitedFor() throws Exception {
    gate.enter(7, () -> false);
    var last = asked();
    stuck.set(true);
    assertThat(last.get()).isEmpty();
  }

  @Test
  void anEmptyGateTellsTheLastBatchEvenIfTheSourceIsAway() throws Exception {
    stuck.set(true);
    assertThat(asked().get()).isEmpty();
    gate.enter(7, () -> false);
    gate.leave();
    assertThat(asked().get()).hasValue(7);
  }

  @Test
  void aBatchThatTakesTooLongIsStillInHand() throws Exception {
    gate.enter(7, () -> false);
    assertThat(gate.awaitEmpty(stuck::get, Duration.ofMillis(1))).isEmpty();
    assertThat(gate.inHand()).hasValue(7);
    gate.leave();
    assertThat(gate.inHand()).isEmpty();
  }

  /** Hadoop's calls of the shell take an interrupt without a word. */
  @Test
  void aBatchThatIsNotInterruptedEndsWithItsQuery() throws Exception {
    gate.close();
    AtomicBoolean stopped = new AtomicBoolean();
    FutureTask<Void> batch =
        new FutureTask<>(
            () -> {
              gate.enter(7, stopped::get);
              return null;
            });
    new Thread(batch).start();
    assertThatThrownBy(() -> batch.get(700, TimeUnit.MILLISECONDS))
        .isInstanceOf(TimeoutException.class);

    stopped.set(true);

    assertThatThrownBy(() -> batch.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(gate.inHand()).isEmpty();
  }

  private CompletableFuture<OptionalLong> asked() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return gate.awaitEmpty(stuck::get, Duration.ofMinutes(1));
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
