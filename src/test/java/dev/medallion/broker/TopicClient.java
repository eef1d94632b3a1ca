package dev.medallion.broker;

import static java.util.stream.Collectors.toMap;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What tests do with topics, by Kafka's own client; {@link TestBroker} says what each method does.
 */
final class TopicClient implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int MOST_BYTES = 16 << 20;

  private final Map<String, Object> settings;
  private final Admin admin;
  private final Producer<byte[], byte[]> producer;

  TopicClient(String bootstrap) {
    this.settings = Map.of("bootstrap.servers", bootstrap);
    this.admin = Admin.create(settings);
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap, "max.request.size", MOST_BYTES, "acks", "all"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Whether a broker answers that has taken up its work. */
  boolean hasBroker() throws InterruptedException {
    try {
      var options = new DescribeClusterOptions().timeoutMs(1_000);
      return !admin.describeCluster(options).nodes().get().isEmpty();
    } catch (ExecutionException e) {
      return false;
    }
  }

  void create(String topic, int partitions) {
    done(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all());
    await("leaders of " + topic)
        .atMost(LONGEST)
        .until(() -> described(topic).filter(TopicClient::hasLeaders).isPresent());
  }

  void delete(String topic) {
    done(admin.deleteTopics(List.of(topic)).all());
    await("the end of " + topic).atMost(LONGEST).until(() -> described(topic).isEmpty());
  }

  void deleteRecords(String topic, int partition, long before) {
    var place = new TopicPartition(topic, partition);
    done(admin.deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(before))).all());
  }

  void produce(List<ProducerRecord<byte[], byte[]>> messages) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    messages.forEach(message -> sent.add(producer.send(message)));
    producer.flush();
    sent.forEach(TopicClient::done);
  }

  Map<Integer, Long> ends(String topic) {
    try (var consumer = consumer()) {
      return consumer.endOffsets(partitions(consumer, topic)).entrySet().stream()
          .collect(toMap(end -> end.getKey().partition(), Map.Entry::getValue));
    }
  }

  List<ConsumerRecord<byte[], byte[]>> consume(String topic) {
    List<ConsumerRecord<byte[], byte[]>> messages = new ArrayList<>();
    try (var consumer = consumer()) {
      List<TopicPartition> partitions = partitions(consumer, topic);
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(100)).forEach(messages::add);
      }
    }
    messages.sort(
        Comparator.<ConsumerRecord<?, ?>>comparingInt(ConsumerRecord::partition)
            .thenComparingLong(ConsumerRecord::offset));
    return messages;
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    admin.close(Duration.ZERO);
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer, String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .toList();
  }

  private Optional<TopicDescription> described(String topic) throws InterruptedException {
    try {
      var topics = admin.describeTopics(List.of(topic)).allTopicNames().get();
      return Optional.of(topics.get(topic));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return Optional.empty();
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static boolean hasLeaders(TopicDescription topic) {
    return topic.partitions().stream().allMatch(partition -> partition.leader() != null);
  }

  private static <T> T done(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
