package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class GateTest {
  private final Gate gate = new Gate();
  private final AtomicBoolean stuck = new AtomicBoolean();

  @Test
  void theBatchInHandIsWaitedFor() throws Exception {
    gate.enter(7);
    var last = asked();
    await().until(() -> !last.isDone());
    gate.leave();
    assertThat(last.get()).hasValue(7);
  }

  @Test
  void aBatchThatGetsStuckIsNotWaitedFor() throws Exception {
    gate.enter(7);
    var last = asked();
    stuck.set(true);
    assertThat(last.get()).isEmpty();
  }

  @Test
  void anEmptyGateTellsTheLastBatchEvenIfTheSourceIsAway() throws Exception {
    stuck.set(true);
    assertThat(asked().get()).isEmpty();
    gate.enter(7);
    gate.leave();
    assertThat(asked().get()).hasValue(7);
  }

  @Test
  void aBatchThatTakesTooLongIsStillInHand() throws Exception {
    gate.enter(7);
    assertThat(gate.awaitEmpty(stuck::get, Duration.ofMillis(1))).isEmpty();
    assertThat(gate.inHand()).hasValue(7);
    gate.leave();
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
