package dev.medallion.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** What the other tests take for granted of their broker. */
class BrokerTest {
  private final TestBroker broker = TestBroker.shared();

  @Test
  void messagesOutliveAKill() {
    String topic = broker.newTopic("outlive", 3);
    broker.produce(messages(topic, 0, 300));
    broker.kill();
    broker.restart();
    broker.produce(messages(topic, 300, 310));
    assertThat(broker.consume(topic).stream().map(BrokerTest::text))
        .containsExactlyInAnyOrderElementsOf(
            messages(topic, 0, 310).stream().map(message -> text(message.value())).toList());
    assertThat(broker.ends(topic).values().stream().mapToLong(end -> end).sum()).isEqualTo(310);
  }

  @Test
  void aLongMessageATombstoneAndAPartitionOfChoiceArrive() {
    String topic = broker.newTopic("odd", 2);
    byte[] big = new byte[8 << 20];
    Arrays.fill(big, (byte) 'x');
    broker.produce(topic, 1, null, big);
    broker.produce(topic, 1, "key".getBytes(UTF_8), null);
    List<ConsumerRecord<byte[], byte[]>> messages = broker.consume(topic);
    assertThat(messages).extracting(ConsumerRecord::partition).containsExactly(1, 1);
    assertThat(messages.get(0).value()).isEqualTo(big);
    assertThat(messages.get(1).key()).asString(UTF_8).isEqualTo("key");
    assertThat(messages.get(1).value()).isNull();
    assertThat(broker.ends(topic)).isEqualTo(Map.of(0, 0L, 1, 2L));
  }

  @Test
  void deletedMessagesAndTopicsAreGone() {
    String topic = broker.newTopic("gone", 1);
    broker.produce(messages(topic, 0, 10));
    broker.deleteRecords(topic, 0, 7);
    assertThat(broker.consume(topic).stream().map(ConsumerRecord::offset))
        .containsExactly(7L, 8L, 9L);
    broker.deleteTopic(topic);
    broker.createTopic(topic, 1);
    broker.produce(messages(topic, 0, 2));
    assertThat(broker.ends(topic)).isEqualTo(Map.of(0, 2L));
  }

  @Test
  void noTopicIsMadeUnasked() {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrap(), "max.block.ms", "3000");
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var message = new ProducerRecord<byte[], byte[]>("unasked", text("m"));
      assertThatThrownBy(() -> producer.send(message).get())
          .hasCauseInstanceOf(TimeoutException.class);
    }
  }

  @Test
  void theConnectionStringOpensTheLookAlikeAndAnotherDoesNot() throws Exception {
    TestBroker.EventHubs hubs = broker.eventHubs();
    String topic = broker.newTopic("hub", 1);
    try (Admin admin = Admin.create(hubs.client())) {
      assertThat(admin.listTopics().names().get()).contains(topic);
    }
    try (Admin admin = Admin.create(hubs.client(hubs.connectionString() + "x"))) {
      assertThatThrownBy(() -> admin.listTopics().names().get())
          .hasCauseExactlyInstanceOf(SaslAuthenticationException.class);
    }
  }

  private static List<ProducerRecord<byte[], byte[]>> messages(String topic, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(i -> new ProducerRecord<byte[], byte[]>(topic, text("m" + i)))
        .toList();
  }

  private static byte[] text(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  private static String text(ConsumerRecord<byte[], byte[]> message) {
    return text(message.value());
  }
}
