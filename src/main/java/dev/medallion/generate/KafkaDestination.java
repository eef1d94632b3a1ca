package dev.medallion.generate;

import dev.medallion.kafka.Broker;
import dev.medallion.kafka.BrokerRefused;
import dev.medallion.kafka.Connection;
import dev.medallion.kafka.Refusals;
import dev.medallion.kafka.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * One message a line in a Kafka topic, with the line's key. A message is visible soon after it is
 * taken, those of one key in the order in which they were, each once. A broker that goes away is
 * waited for.
 */
public final class KafkaDestination implements Destination {
  private static final Duration SEARCH = Duration.ofSeconds(10);
  private static final Duration DELIVERY = Duration.ofMinutes(2);

  private final Connection connection;
  private final String topic;
  private final Producer<String, String> producer;
  private volatile Exception failure;

  private KafkaDestination(Connection connection, String topic) {
    this.connection = connection;
    this.topic = topic;
    this.producer = producer(connection);
  }

  /**
   * Looks for the topic, which must be there.
   *
   * @throws BrokerRefused if no broker answers within 10 seconds, or one refuses
   * @throws IOException if there is no such topic
   */
  public static KafkaDestination open(Connection connection, String topic) throws IOException {
    try (Broker broker = new Broker(connection, SEARCH, waiting -> {})) {
      if (broker.logs(Topics.of(topic)).isEmpty()) {
        throw new IOException(
            "there is no topic '%s' at %s; make it first".formatted(topic, connection));
      }
    }
    return new KafkaDestination(connection, topic);
  }

  /**
   * Sends a line.
   *
   * @throws BrokerRefused if an earlier line was not taken within 2 minutes, or refused
   */
  @Override
  public void take(String key, String line) {
    requireNoFailure();
    // The callback tells it sooner.
    Future<RecordMetadata> unused =
        producer.send(new ProducerRecord<>(topic, key, line), this::acknowledged);
  }

  @Override
  public int finish() {
    producer.flush();
    requireNoFailure();
    return 0;
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
  }

  /** The first failure is the cause of those behind it. */
  private void acknowledged(RecordMetadata place, Exception refusal) {
    if (refusal != null && failure == null) {
      failure = refusal;
    }
  }

  private void requireNoFailure() {
    if (failure != null) {
      throw Refusals.of(connection, DELIVERY, failure);
    }
  }

  private static Producer<String, String> producer(Connection connection) {
    Map<String, Object> settings = connection.client();
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY.toMillis());
    settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, DELIVERY.toMillis());
    try {
      return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    } catch (KafkaException e) {
      throw Refusals.of(connection, DELIVERY, e);
    }
  }
}
