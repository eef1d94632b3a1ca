package dev.medallion.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;

import dev.medallion.broker.TestBroker;
import dev.medallion.kafka.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Rows sent to a topic as JSON. */
class KafkaContractTest extends SinkContract {
  private final TestBroker broker = TestBroker.shared();
  private final String topic = broker.newTopic("contract", 2);

  @Override
  Sink sink() {
    return new KafkaSink(
        new Connection(broker.bootstrap(), Map.of(), "kafka"),
        topic,
        Optional.of("name"),
        Optional.empty(),
        Duration.ofMinutes(1));
  }

  @Override
  List<Row> found(StructType columns) {
    List<String> values =
        broker.consume(topic).stream()
            .map(message -> new String(message.value(), StandardCharsets.UTF_8))
            .toList();
    return spark
        .createDataset(values, Encoders.STRING())
        .select(from_json(col("value"), columns).as("row"))
        .select("row.*")
        .collectAsList();
  }
}
