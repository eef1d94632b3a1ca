package dev.medallion.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.decode.Decoder;
import dev.medallion.kafka.Connection;
import dev.medallion.kafka.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** What Spark's connector is told. */
class KafkaReadingTest {
  @Test
  void readersWaitForASilentBrokerAsLongAsTheJobDoes() {
    assertThat(source(Map.of(), Duration.ofMinutes(5)).reading("g"))
        .isEqualTo(
            Map.of(
                "kafka.bootstrap.servers", "localhost:9092",
                "kafka.group.id", "g",
                "failOnDataLoss", "true",
                "includeHeaders", "false",
                "kafkaConsumer.pollTimeoutMs", "300000",
                "kafka.default.api.timeout.ms", "300000"));
  }

  @Test
  void aShortPatienceLeavesTimeForOneRequest() {
    assertThat(source(Map.of(), Duration.ofSeconds(5)).reading("g"))
        .containsEntry("kafkaConsumer.pollTimeoutMs", "5000")
        .containsEntry("kafka.default.api.timeout.ms", "60000");
  }

  @Test
  void statedSettingsStand() {
    var settings = Map.of("default.api.timeout.ms", "90000", "group.id", "mine");
    assertThat(source(settings, Duration.ofMinutes(5)).reading("g"))
        .containsEntry("kafka.default.api.timeout.ms", "90000")
        .containsEntry("kafka.group.id", "mine");
  }

  private static KafkaSource source(Map<String, String> settings, Duration patience) {
    return new KafkaSource(
        new Connection("localhost:9092", settings, ""),
        Topics.of("t"),
        new KafkaStart.Earliest(),
        new KafkaColumns(
            new Bytes(),
            KafkaColumns.Key.TEXT,
            KafkaColumns.Headers.DROP,
            KafkaColumns.Tombstones.SKIP,
            KeepRaw.NO),
        new KafkaPace(1, Optional.empty(), Duration.ZERO, Optional.empty()),
        OnDataLoss.FAIL,
        patience);
  }

  private record Bytes() implements Decoder {
    @Override
    public StructType columns() {
      return new StructType().add("value", DataTypes.BinaryType);
    }

    @Override
    public List<String> decode(byte[] bytes, int offset, int length, Object[] target) {
      throw new AssertionError("nothing is read here");
    }
  }
}
