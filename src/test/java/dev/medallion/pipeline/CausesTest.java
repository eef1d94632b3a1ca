package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;

class CausesTest {
  private static final String STORE =
      "org.apache.spark.sql.execution.streaming.state.HDFSBackedStateStoreProvider";

  @Test
  void aStateThatIsCutOffIsNoStateToGoOnFrom() {
    assertThat(Causes.isState(reading(new EOFException()))).isTrue();
    assertThat(Causes.isState(new EOFException())).isFalse();
  }

  @Test
  void whatMayPassIsNotHeldAgainstTheState() {
    assertThat(Causes.isState(reading(new SocketTimeoutException()))).isFalse();
    assertThat(Causes.isState(reading(new OutOfMemoryError()))).isFalse();
    assertThat(Causes.isState(reading(new InterruptedException()))).isFalse();
  }

  private static Throwable reading(Throwable cause) {
    cause.setStackTrace(
        new StackTraceElement[] {new StackTraceElement(STORE, "updateFromDeltaFile", "x", 1)});
    return new IOException("task failed", cause);
  }
}
