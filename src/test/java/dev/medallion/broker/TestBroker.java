package dev.medallion.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A Kafka broker of the tests. A JVM has one, started when it is first asked for; each test makes
 * topics of its own. Topics are only made on request, and a message may be 16 MiB.
 */
public interface TestBroker {

  /**
   * The broker of this JVM: the one that TEST_KAFKA_BOOTSTRAP_SERVERS names, else a process of its
   * own, which ends with this one.
   */
  static TestBroker shared() {
    return SharedBroker.BROKER;
  }

  /** Host and port of the listener that wants no credentials. */
  String bootstrap();

  /** The listener that is like that of an Event Hubs namespace. */
  EventHubs eventHubs();

  /** Kills the process at once, as kill -9 does, and returns when it is gone. */
  void kill();

  /**
   * Starts a killed process again on its data and its ports, and leaves one that runs alone;
   * returns when it answers.
   */
  void restart();

  /** Ends the process in good order and deletes its data. */
  void stop();

  /** What makes and fills the topics. */
  TopicClient topics();

  /** Makes a topic and returns its name, which no other has. */
  default String newTopic(String stem, int partitions) {
    String topic = stem + "-" + UUID.randomUUID();
    createTopic(topic, partitions);
    return topic;
  }

  default void createTopic(String topic, int partitions) {
    topics().create(topic, partitions);
  }

  /** Returns when the broker no longer knows the topic. */
  default void deleteTopic(String topic) {
    topics().delete(topic);
  }

  /** Deletes the messages of a partition that lie before an offset. */
  default void deleteRecords(String topic, int partition, long before) {
    topics().deleteRecords(topic, partition, before);
  }

  /** Sends a message to the partition of its key; either may be null. */
  default void produce(String topic, byte[] key, byte[] value) {
    produce(List.of(new ProducerRecord<>(topic, key, value)));
  }

  default void produce(String topic, int partition, byte[] key, byte[] value) {
    produce(List.of(new ProducerRecord<>(topic, partition, key, value)));
  }

  /** Sends messages, and returns when all are acknowledged. */
  default void produce(List<ProducerRecord<byte[], byte[]>> messages) {
    topics().produce(messages);
  }

  /** By partition, the offset that the next message gets. */
  default Map<Integer, Long> ends(String topic) {
    return topics().ends(topic);
  }

  /** All messages of a topic, by partition and offset. */
  default List<ConsumerRecord<byte[], byte[]>> consume(String topic) {
    return topics().consume(topic);
  }

  /**
   * How the look-alike is reached: over TLS, as the user {@code $ConnectionString}.
   *
   * @param bootstrap host and port
   * @param trustStore PEM file of the certificate to trust
   * @param connectionString the password
   */
  record EventHubs(String bootstrap, Path trustStore, String connectionString) {
    private static final String LOGIN =
        "org.apache.kafka.common.security.plain.PlainLoginModule required"
            + " username=\"$ConnectionString\" password=\"%s\";";

    /** The settings of a client that has another connection string. */
    public Map<String, Object> client(String password) {
      return Map.of(
          "bootstrap.servers",
          bootstrap,
          "security.protocol",
          "SASL_SSL",
          "sasl.mechanism",
          "PLAIN",
          "sasl.jaas.config",
          LOGIN.formatted(password),
          "ssl.truststore.type",
          "PEM",
          "ssl.truststore.location",
          trustStore.toString());
    }

    /** The settings of a client that is let in. */
    public Map<String, Object> client() {
      return client(connectionString);
    }
  }
}
