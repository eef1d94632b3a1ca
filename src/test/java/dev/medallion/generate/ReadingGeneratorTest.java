package dev.medallion.generate;

import static dev.medallion.generate.ListDestination.lines;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadingGeneratorTest {
  @Test
  void sameSeedGivesTheSameLines() throws IOException {
    var generator = new ReadingGenerator(new Mixture(2_000, 7, 0.1, 0.1, 0.1), 20);
    assertThat(lines(generator)).isEqualTo(lines(generator));
    assertThat(lines(clean(100, 1))).doesNotContainAnyElementsOf(lines(clean(100, 2)));
  }

  @Test
  void countsAreWhatACountFinds() throws IOException {
    List<String> lines = new ArrayList<>();
    var generator = new ReadingGenerator(new Mixture(20_000, 42, 0.1, 0.05, 0.1), 30);
    GeneratedReadings made = generator.generate(new ListDestination(lines));
    var parsed = ParsedLines.of(lines, "temperature");
    List<JsonNode> strong =
        parsed.good().stream().filter(reading -> reading.get("signal").intValue() > 15).toList();
    long good = parsed.good().size();
    assertThat(made)
        .isEqualTo(
            new GeneratedReadings(
                new Lines(
                    20_000,
                    good,
                    parsed.malformed(),
                    good - parsed.different().size(),
                    parsed.late("timestamp", Duration.ofSeconds(50)),
                    0),
                30,
                strong.size(),
                strong.stream().distinct().count()));
    assertThat(made.lines().malformed() / 20_000.0).isCloseTo(0.1, within(0.01));
    assertThat(made.lines().duplicates() / 20_000.0).isCloseTo(0.05, within(0.01));
    assertThat(made.lines().late() / 17_000.0).isCloseTo(0.1, within(0.01));
    assertThat(strong.size() / (double) good).isCloseTo(15 / 31.0, within(0.02));
  }

  @Test
  void timesAdvanceAboutTwoSecondsAReading() throws IOException {
    var times =
        ParsedLines.of(lines(clean(10_000, 3)), "temperature")
            .texts("timestamp")
            .map(Instant::parse)
            .toList();
    assertThat(times).isSorted().doesNotHaveDuplicates();
    assertThat(Duration.between(times.get(0), times.get(9_999)).toSeconds())
        .isBetween(19_000L, 21_000L);
  }

  @Test
  void noDeviceHasTwoReadingsOfOneTimeHoweverManyAreLate() throws IOException {
    var generator = new ReadingGenerator(new Mixture(50_000, 1, 0, 0, 0.9), 1);
    var parsed = ParsedLines.of(lines(generator), "temperature");
    assertThat(parsed.texts("timestamp")).hasSize(50_000).doesNotHaveDuplicates();
  }

  @Test
  void readingsAreOfDevicesOfTheTable() throws IOException {
    List<String> keys = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    new ReadingGenerator(Mixture.clean(2_000, 3), 20).generate(new ListDestination(lines, keys));
    List<String> devices = new ArrayList<>();
    new DeviceGenerator(20).generate(new ListDestination(new ArrayList<>(), devices));
    assertThat(ParsedLines.of(lines, "temperature").texts("device_id")).isEqualTo(keys);
    assertThat(keys.stream().distinct().sorted()).isEqualTo(devices);
  }

  @Test
  void aDeviceIsDescribedByItsNumberAlone() throws IOException {
    assertThat(lines(new DeviceGenerator(3)))
        .containsExactly(
            "{\"device_id\":\"sensor-0001\",\"site\":\"foundry\",\"model\":\"T100\",\"installed_on\":\"2019-04-01\"}",
            "{\"device_id\":\"sensor-0002\",\"site\":\"press shop\",\"model\":\"T200\",\"installed_on\":\"2019-05-08\"}",
            "{\"device_id\":\"sensor-0003\",\"site\":\"paint shop\",\"model\":\"T200 S\",\"installed_on\":\"2019-06-14\"}");
    assertThat(lines(new DeviceGenerator(300)).subList(0, 3))
        .isEqualTo(lines(new DeviceGenerator(3)));
  }

  @Test
  void impossibleNumbersOfDevicesAreRefused() {
    assertThatThrownBy(() -> new DeviceGenerator(0)).hasMessage("devices: 0; from 1 to 9999");
    assertThatThrownBy(() -> new ReadingGenerator(Mixture.clean(1, 1), 10_000))
        .hasMessage("devices: 10000; from 1 to 9999");
  }

  private static ReadingGenerator clean(long count, long seed) {
    return new ReadingGenerator(Mixture.clean(count, seed), 20);
  }
}
