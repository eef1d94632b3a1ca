package dev.medallion.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialectTest {
  @ParameterizedTest
  @CsvSource({
    "SQL_SERVER, 1205, CONFLICT",
    "SQL_SERVER, 1222, CONFLICT",
    "SQL_SERVER, 3960, CONFLICT",
    "SQL_SERVER, 2627, DUPLICATE",
    "SQL_SERVER, 2601, DUPLICATE",
    "SQL_SERVER, 40613, CONNECTION",
    "SQL_SERVER, 10054, CONNECTION",
    "SQL_SERVER, 18456, FINAL",
    "SQL_SERVER, 547, FINAL",
    "H2, 23505, DUPLICATE",
    "H2, 50200, CONFLICT",
    "H2, 90067, CONNECTION",
    "H2, 90020, CONNECTION",
    "H2, 42102, FINAL",
  })
  void numbersHaveTheirMeaning(Dialect dialect, int number, Fault fault) {
    assertThat(dialect.fault(new SQLException("x", "S0001", number))).isEqualTo(fault);
  }

  @Test
  void brokenConnectionIsKnownByItsState() {
    assertThat(Dialect.SQL_SERVER.fault(new SQLException("x", "08S01", 0)))
        .isEqualTo(Fault.CONNECTION);
  }

  @Test
  void refusedLoginIsFinalEvenWhereThePoolTimesOut() {
    SQLException timeout =
        new SQLTransientConnectionException("x", "08001", new SQLException("login", "S", 18456));

    assertThat(Dialect.SQL_SERVER.fault(timeout)).isEqualTo(Fault.FINAL);
  }

  @Test
  void lostServerIsTriedAgainUntilItsTimeIsUp() {
    Retries retries = new Retries(Dialect.SQL_SERVER.pauses());

    List<Integer> pauses = new ArrayList<>();
    int spent = 0;
    Optional<Duration> pause = retries.pauseAfter(Fault.CONNECTION, seconds(spent));
    while (pause.isPresent()) {
      pauses.add((int) pause.get().toSeconds());
      spent += 1 + (int) pause.get().toSeconds();
      pause = retries.pauseAfter(Fault.CONNECTION, seconds(spent));
    }

    assertThat(pauses).containsExactly(5, 10, 20, 40, 60);
  }

  @Test
  void knownKeyIsLookedAtOnceMore() {
    Retries retries = new Retries(Dialect.SQL_SERVER.pauses());

    assertThat(retries.pauseAfter(Fault.DUPLICATE, 0)).isPresent();
    assertThat(retries.pauseAfter(Fault.DUPLICATE, 0)).isEmpty();
  }

  @Test
  void conflictsAreTriedAgainTenTimes() {
    Retries retries = new Retries(Dialect.H2.pauses());

    for (int i = 0; i < 10; i++) {
      assertThat(retries.pauseAfter(Fault.CONFLICT, 0)).isPresent();
    }
    assertThat(retries.pauseAfter(Fault.CONFLICT, 0)).isEmpty();
  }

  private static long seconds(int seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
