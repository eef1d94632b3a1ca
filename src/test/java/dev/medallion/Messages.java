package dev.medallion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.broker.TestBroker;
import dev.medallion.generate.Destination;
import dev.medallion.generate.InvoiceGenerator;
import dev.medallion.generate.Mixture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Messages sent to a topic of three partitions, and what the broker holds of them. */
public final class Messages {
  public static final int PARTITIONS = 3;
  private static final int TOMBSTONE_EVERY = 50;

  private final TestBroker broker;
  private final String topic;
  private final AtomicInteger sent = new AtomicInteger();

  public Messages(TestBroker broker) {
    this.broker = broker;
    this.topic = broker.newTopic("kills", PARTITIONS);
  }

  public String topic() {
    return topic;
  }

  /** How many messages the broker has taken so far. */
  public int sent() {
    return sent.get();
  }

  /** Sends invoices, now and then one without a value. */
  public void generate(Mixture settings) throws IOException {
    Portion portion = new Portion();
    new InvoiceGenerator(settings).generate(portion);
    broker.produce(portion.messages);
    sent.addAndGet(portion.messages.size());
  }

  /** All that was sent, as the broker holds it. */
  public Contents contents() {
    Contents contents = new Contents();
    texts().forEach((place, text) -> contents.add(place, text.orElse(null)));
    assertThat(contents.size()).isEqualTo(sent());
    return contents;
  }

  /** What the broker holds, by its place; a message may have no value. */
  public Map<String, Optional<String>> texts() {
    return broker.consume(topic).stream()
        .collect(
            toMap(
                message -> place(message.partition(), message.offset()),
                message -> Optional.ofNullable(message.value()).map(Messages::text)));
  }

  /** The place of a message, as {@link Contents} names it. */
  public String place(int partition, long offset) {
    return topic + "-" + partition + "@" + offset;
  }

  private static String text(byte[] value) {
    return new String(value, UTF_8);
  }

  private final class Portion implements Destination {
    private final List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();

    @Override
    public void take(String key, String line) {
      byte[] value = (messages.size() + 1) % TOMBSTONE_EVERY == 0 ? null : line.getBytes(UTF_8);
      messages.add(new ProducerRecord<>(topic, key.getBytes(UTF_8), value));
    }

    @Override
    public int finish() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
