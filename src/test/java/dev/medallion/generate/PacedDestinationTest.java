package dev.medallion.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PacedDestinationTest {
  private static final long MILLI = 1_000_000;

  private final List<Long> times = new ArrayList<>();
  private long now = 42;

  @Test
  void linesComeEvenly() throws IOException {
    take(500, 5, 0);
    assertThat(times).isEqualTo(LongStream.range(0, 5).mapToObj(i -> 42 + i * 2 * MILLI).toList());
  }

  @Test
  void whatWasHeldUpIsCaughtUpWith() throws IOException {
    take(500, 5, 3 * MILLI);
    assertThat(times).isEqualTo(LongStream.range(0, 5).mapToObj(i -> 42 + i * 3 * MILLI).toList());
    now = 42;
    times.clear();
    take(100, 3, 9 * MILLI);
    assertThat(times).containsExactly(42L, 42 + 10 * MILLI, 42 + 20 * MILLI);
  }

  @ParameterizedTest
  @CsvSource({"500/s, 500", "500, 500", "0.5/s, 0.5", "100000/s, 100000"})
  void ratesAreRead(String text, double perSecond) {
    assertThat(Rate.parse(text)).isEqualTo(new Rate(perSecond));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "0", "0/s", "-5/s", "500/m", "5e3", "500 /s"})
  void otherRatesAreRefused(String text) {
    assertThatThrownBy(() -> Rate.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rate: '" + text + "'; a number above 0 of lines a second, such as 500/s");
  }

  /**
   * By a clock that moves only while it is waited for, at most a millisecond, and with each line.
   */
  private void take(double perSecond, int lines, long nanosEach) throws IOException {
    var noting = new Noting(nanosEach);
    try (var paced =
        new PacedDestination(
            noting, new Rate(perSecond), () -> now, nanos -> now += Math.min(nanos, MILLI))) {
      for (int i = 0; i < lines; i++) {
        paced.take("store", "line");
      }
      assertThat(paced.finish()).isEqualTo(lines);
    }
  }

  private final class Noting implements Destination {
    private final long nanosEach;

    Noting(long nanosEach) {
      this.nanosEach = nanosEach;
    }

    @Override
    public void take(String key, String line) {
      times.add(now);
      now += nanosEach;
    }

    @Override
    public int finish() {
      return times.size();
    }

    @Override
    public void close() {}
  }
}
