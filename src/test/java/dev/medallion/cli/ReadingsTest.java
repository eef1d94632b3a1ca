package dev.medallion.cli;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.medallion.LocalSpark;
import dev.medallion.broker.TestBroker;
import dev.medallion.cli.Lakehouse.Ended;
import dev.medallion.generate.Destination;
import dev.medallion.generate.Mixture;
import dev.medallion.generate.ReadingGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped pipeline of a factory, from a topic of a real broker to averages in windows. */
class ReadingsTest {
  private static final String BRONZE = "sensors.readings_bz";
  private static final List<String> SITES =
      List.of("foundry", "press shop", "paint shop", "assembly", "warehouse");
  private static final String BRONZE_ROW =
      "concat_ws(' ', device_id, unix_micros(timestamp), temperature, signal, battery, firmware)";
  private static final String SILVER_ROW =
      "concat_ws(' ', device_id, coalesce(site, '-'), unix_micros(event_time), temperature, signal)";
  private static final String GOLD_ROW =
      "concat_ws(' ', device_id, unix_seconds(window_start), unix_seconds(window_end), readings,"
          + " average_signal, min_temperature, max_temperature)";

  @TempDir Path folder;
  private Lakehouse lakehouse;
  private TopicLines topic;

  @BeforeEach
  void open() {
    lakehouse = new Lakehouse(folder);
    topic = TopicLines.open("readings", "temperature");
    // The catalog of this JVM outlives a test and its folder.
    LocalSpark.session().sql("DROP DATABASE IF EXISTS sensors CASCADE");
  }

  @Test
  @Tag("long")
  void averagesAreThoseOfAllReadingsEachOnce() throws IOException {
    generateDevices(20);
    var mixture = new Mixture(1_800, 5, 0.05, 0.1, 0.1);
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    new ReadingGenerator(mixture, 22).generate(new Kept(lines));
    for (int portion = 0; portion < 3; portion++) {
      topic.send(lines.subList(600 * portion, 600 * (portion + 1)));
      assertThat(drain().code()).isZero();
    }
    List<JsonNode> good = topic.good();
    List<JsonNode> strong =
        good.stream().distinct().filter(reading -> reading.get("signal").intValue() > 15).toList();

    SparkSession spark = SparkSession.active();
    assertThat(texts(spark.table(BRONZE), BRONZE_ROW))
        .containsExactlyInAnyOrderElementsOf(good.stream().map(ReadingsTest::bronzeRow).toList());
    assertThat(texts(spark.table(BRONZE + "_quarantine"), "record"))
        .containsExactlyInAnyOrderElementsOf(topic.malformed());
    assertThat(texts(lakehouse.table("silver/strong_readings"), SILVER_ROW))
        .containsExactlyInAnyOrderElementsOf(
            strong.stream().map(reading -> silverRow(reading, 20)).toList());
    assertThat(texts(lakehouse.table("gold/device_signals"), GOLD_ROW))
        .containsExactlyInAnyOrderElementsOf(SlidingWindows.of(strong));
    assertThat(
            lakehouse.tracking(
                "SELECT SUM(input_rows), SUM(skipped_rows) + SUM(late_rows) FROM Task_Metadata t"
                    + " JOIN Job_Metadata j ON j.job_id = t.job_id WHERE job_name = 'silver'"))
        .containsExactly(good.size() + " " + (good.size() - good.stream().distinct().count()));
  }

  @Test
  @Tag("long")
  void aLateReadingCountsWithinTheDelayAlone() throws IOException {
    generateDevices(1);
    measure("2026-03-01T10:00:00Z", 20);
    measure("2026-03-01T11:00:00Z", 30);
    measure("2999-03-01T11:00:00Z", 30);
    assertThat(drain().code()).isZero();
    measure("2026-03-01T10:58:00Z", 20);
    measure("2026-03-01T10:20:00Z", 21);
    measure("2026-03-01T09:50:00Z", 22);
    assertThat(drain().code()).isZero();
    assertThat(
            texts(
                lakehouse.table("gold/device_signals"),
                "concat_ws(' ', date_format(window_start, 'HH:mm'), readings, average_signal)"))
        .containsExactlyInAnyOrder(
            "09:55 1 20.0", "10:00 1 20.0", "10:50 1 20.0", "10:55 2 25.0", "11:00 1 30.0");
    assertThat(
            lakehouse.tracking(
                "SELECT job_name, SUM(late_rows) FROM Task_Metadata t JOIN Job_Metadata j"
                    + " ON j.job_id = t.job_id GROUP BY job_name ORDER BY job_name"))
        .containsExactly("bronze 0", "gold 2", "silver 1");
  }

  @Test
  void aReadingComesFromAnEventHubToo() {
    topic.generate("readings", "--count", "20");
    TestBroker.EventHubs hubs = topic.broker().eventHubs();
    Ended ended =
        TopicHouse.run(
            "conf/sensor-readings-event-hubs.conf",
            List.of("bronze"),
            List.of(
                "lake=" + lakehouse.lake(),
                "jobs.bronze.source.bootstrap-servers=" + hubs.bootstrap(),
                "jobs.bronze.source.connection-string=" + hubs.connectionString(),
                "jobs.bronze.source.hub=" + topic.topic(),
                "jobs.bronze.source.kafka.ssl.truststore.type=PEM",
                "jobs.bronze.source.kafka.ssl.truststore.location=" + hubs.trustStore()));
    assertThat(ended.err()).isEmpty();
    assertThat(lakehouse.table("bronze/readings_bz").count()).isEqualTo(20);
  }

  private Ended drain() {
    List<String> all = new ArrayList<>();
    all.add("lake=" + lakehouse.lake());
    all.add("jobs.bronze.source.bootstrap-servers=" + topic.broker().bootstrap());
    all.add("jobs.bronze.source.topics=" + topic.topic());
    all.add("jobs.silver.inputs.devices.path=" + devices());
    return TopicHouse.run("conf/sensor-readings.conf", List.of(), all);
  }

  private void generateDevices(int count) {
    assertThat(
            Lakehouse.execute("generate", "devices", "--count", "" + count, "--to", "" + devices())
                .out())
        .isEqualTo("Generated %d devices in 1 files in %s.%n".formatted(count, devices()));
  }

  private Path devices() {
    return folder.resolve("devices");
  }

  private void measure(String time, int signal) {
    topic.send(
        "sensor-0001",
        """
        {"device_id":"sensor-0001","timestamp":"%s","temperature":20.5,"signal":%d}"""
            .formatted(time, signal));
  }

  private static String bronzeRow(JsonNode reading) {
    return joined(
        reading.get("device_id").asText(),
        micros(reading),
        reading.get("temperature").doubleValue(),
        reading.get("signal").intValue(),
        reading.get("battery").intValue(),
        reading.get("firmware").asText());
  }

  /** Devices beyond those of the table have no site. */
  private static String silverRow(JsonNode reading, int known) {
    String device = reading.get("device_id").asText();
    int number = Integer.parseInt(device.substring(device.length() - 4));
    return joined(
        device,
        number > known ? "-" : SITES.get((number - 1) % 5),
        micros(reading),
        reading.get("temperature").doubleValue(),
        reading.get("signal").intValue());
  }

  private static long micros(JsonNode reading) {
    Instant time = Instant.parse(reading.get("timestamp").asText());
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static String joined(Object... values) {
    return Stream.of(values).map(String::valueOf).collect(joining(" "));
  }

  private static List<String> texts(Dataset<Row> rows, String expression) {
    return rows.selectExpr(expression).as(Encoders.STRING()).collectAsList();
  }

  /** Keeps lines behind their keys. */
  private record Kept(List<Map.Entry<String, String>> lines) implements Destination {
    @Override
    public void take(String key, String line) {
      lines.add(Map.entry(key, line));
    }

    @Override
    public int finish() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
