package dev.medallion.decode;

import static dev.medallion.decode.OneField.reasons;
import static dev.medallion.decode.OneField.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTimeTest {
  private static final String STAMP = "yyyy-MM-ddTHH:mm[:ss[.fraction]]";
  private static final long NOON = 1_704_110_400_000_000L; // 2024-01-01T12:00Z

  static Stream<Arguments> goodTimes() {
    return Stream.of(
        Arguments.of("date", "\"2024-02-29\"", 19782),
        Arguments.of("date", "\"1969-12-31\"", -1),
        Arguments.of("timestamp", "\"2024-01-01T12:00:00Z\"", NOON),
        Arguments.of("timestamp", "\"2024-01-01 12:00:00\"", NOON),
        Arguments.of("timestamp", "\"2024-01-01T12:00\"", NOON),
        Arguments.of("timestamp", "\"2024-01-01T17:30:00+05:30\"", NOON),
        Arguments.of("timestamp", "\"2024-01-01T04:00:00-0800\"", NOON),
        Arguments.of("timestamp", "\"2024-01-01T13:00:00+01\"", NOON),
        Arguments.of("timestamp", "\"2024-01-01T12:00:00.5Z\"", NOON + 500_000),
        Arguments.of("timestamp", "\"2024-01-01T12:00:00.123456789\"", NOON + 123_456),
        Arguments.of("timestamp", "\"1969-12-31T23:59:59.9999999Z\"", -1L),
        Arguments.of("timestamp_ntz", "\"2024-01-01T12:00:00.000001\"", NOON + 1));
  }

  @ParameterizedTest
  @MethodSource("goodTimes")
  void timeIsRead(String type, String json, Object expected) {
    assertThat(value(type, json)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023-02-29", "+12345-01-01", "2024-1-1", "2024-01-01T00:00", ""})
  void dateIsWrong(String text) {
    assertThat(reasons("date", '"' + text + '"'))
        .containsExactly(
            "v: expected date, found string \"" + text + "\", which is not yyyy-MM-dd");
  }

  @ParameterizedTest
  @ValueSource(strings = {"date", "timestamp", "timestamp_ntz"})
  void numberIsNoTime(String type) {
    assertThat(reasons(type, "19782")).containsExactly("v: expected " + type + ", found 19782");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-01",
        "2024-01-01T",
        "2024-01-01T24:00",
        "2024-01-01T12",
        "2024-01-01T12:00:60",
        "2024-01-01T12:00:00.",
        "2024-01-01T12:00:00.1234567890",
        "2024-01-01T12:00:00+5",
        "2024-01-01T12:00:00ZZ",
        "2024-01-01T12:00:00+19:00",
        "2024-01-01t12:00:00Z",
        "2024-01-01  12:00",
        "2024-01-01T12:00:00 Z",
        "2024-1-1T12:00",
        "2024-01-01T12:00 ",
        "now",
        ""
      })
  void timestampIsWrong(String text) {
    assertThat(reasons("timestamp", '"' + text + '"'))
        .containsExactly(
            "v: expected timestamp, found string \""
                + text
                + "\", which is not "
                + STAMP
                + "[zone]");
  }

  @Test
  void localTimestampTakesNoZone() {
    assertThat(reasons("timestamp_ntz", "\"2024-01-01T12:00Z\""))
        .containsExactly(
            "v: expected timestamp_ntz, found string \"2024-01-01T12:00Z\", which is not " + STAMP);
  }
}
