package dev.medallion.cli;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.DoubleSummaryStatistics;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Readings by device and window of ten minutes, one beginning every five, in plain Java. */
record SlidingWindows(String device, long start) {
  private static final long SLIDE = 300;
  private static final long LENGTH = 600;

  /** Device, start and end in seconds, count, average of the signals, lowest and highest. */
  static List<String> of(List<JsonNode> readings) {
    Map<SlidingWindows, List<JsonNode>> windows =
        readings.stream()
            .flatMap(reading -> around(reading).map(window -> Map.entry(window, reading)))
            .collect(groupingBy(Map.Entry::getKey, mapping(Map.Entry::getValue, toList())));
    return windows.entrySet().stream()
        .map(window -> window.getKey().row(window.getValue()))
        .toList();
  }

  private static Stream<SlidingWindows> around(JsonNode reading) {
    String device = reading.get("device_id").asText();
    long second = Instant.parse(reading.get("timestamp").asText()).getEpochSecond();
    long last = second - second % SLIDE;
    return Stream.of(last, last - SLIDE).map(start -> new SlidingWindows(device, start));
  }

  private String row(List<JsonNode> readings) {
    IntSummaryStatistics signals =
        readings.stream().mapToInt(reading -> reading.get("signal").intValue()).summaryStatistics();
    DoubleSummaryStatistics temperatures =
        readings.stream()
            .mapToDouble(reading -> reading.get("temperature").doubleValue())
            .summaryStatistics();
    return String.join(
        " ",
        device,
        String.valueOf(start),
        String.valueOf(start + LENGTH),
        String.valueOf(signals.getCount()),
        String.valueOf(signals.getAverage()),
        String.valueOf(temperatures.getMin()),
        String.valueOf(temperatures.getMax()));
  }
}
