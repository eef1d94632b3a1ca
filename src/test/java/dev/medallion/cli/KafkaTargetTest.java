package dev.medallion.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.broker.TestBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code generate invoices} into topics. */
class KafkaTargetTest {
  private static final String COUNTS =
      ": 891 invoices (22 of them repeated, 0 late) with 2225 line items worth 3904350, and 109"
          + " malformed lines.";

  private final TestBroker broker = TestBroker.shared();
  @TempDir Path folder;

  @Test
  void messagesAreTheLinesOfTheFilesByStore() throws IOException {
    String topic = broker.newTopic("invoices", 3);
    String[] what = {"--count", "1000", "--malformed", "0.1", "--duplicates", "0.02"};
    Lakehouse.Ended files = generate(Stream.of(what), "--to", folder.toString());
    Lakehouse.Ended messages = generate(Stream.of(what), toTopic(topic));
    assertThat(files).isEqualTo(done("Generated 1000 lines in 1 files in " + folder + COUNTS));
    assertThat(messages).isEqualTo(done("Generated 1000 lines in topic " + topic + COUNTS));

    List<ConsumerRecord<byte[], byte[]>> taken = broker.consume(topic);
    List<String> lines = Files.readAllLines(folder.resolve("invoices-00001.json"));
    assertThat(taken.stream().map(KafkaTargetTest::line))
        .containsExactlyInAnyOrderElementsOf(lines);
    assertThat(byStore(taken.stream().map(KafkaTargetTest::line)))
        .isEqualTo(byStore(lines.stream()));
    assertThat(taken)
        .allSatisfy(message -> assertThat(new String(message.key(), UTF_8)).matches("STR\\d{4}"))
        .allSatisfy(
            message -> assertThat(store(line(message))).isIn("", new String(message.key(), UTF_8)));
    assertThat(taken.stream().map(ConsumerRecord::partition).distinct()).hasSize(3);

    String again = broker.newTopic("again", 3);
    generate(Stream.of(what), toTopic(again));
    assertThat(broker.consume(again).stream().map(KafkaTargetTest::described))
        .isEqualTo(taken.stream().map(KafkaTargetTest::described).toList());
  }

  @Test
  void aRateSpreadsTheMessages() {
    String topic = broker.newTopic("paced", 1);
    long start = System.currentTimeMillis();
    generate(Stream.of("--count", "31", "--rate", "20/s"), toTopic(topic));
    List<Long> times =
        broker.consume(topic).stream().map(message -> message.timestamp() - start).toList();
    assertThat(times).hasSize(31).isSorted();
    assertThat(times.get(15)).isGreaterThan(740);
    assertThat(times.get(30)).isGreaterThan(1_490);
  }

  @Test
  void aTopicThatIsNotThereIsNotMade() {
    assertThat(generate(Stream.of(), toTopic("nowhere")))
        .isEqualTo(
            failed("there is no topic 'nowhere' at " + broker.bootstrap() + "; make it first"));
  }

  @Test
  void aBrokerThatIsNotThereIsWaitedForTenSeconds() throws IOException {
    String nobody = "127.0.0.1:" + closedPort();
    assertThat(generate(Stream.of(), "--kafka", nobody, "--topic", "t"))
        .isEqualTo(
            failed(
                "no answer from "
                    + nobody
                    + " for 10 seconds; is it running, and is the address right?"));
  }

  @Test
  void settingsOfSecurityComeFromAFile() throws IOException {
    TestBroker.EventHubs hubs = broker.eventHubs();
    String topic = broker.newTopic("hub", 1);
    Path file = config(hubs.client());
    Lakehouse.Ended ended =
        generate(
            Stream.of("--count", "10"),
            "--kafka",
            hubs.bootstrap(),
            "--topic",
            topic,
            "--kafka-config",
            file.toString());
    assertThat(ended.err()).isEmpty();
    assertThat(broker.ends(topic)).isEqualTo(Map.of(0, 10L));
  }

  @Test
  void wrongCredentialsAreRefusedWithoutShowingThem() throws IOException {
    TestBroker.EventHubs hubs = broker.eventHubs();
    Path file = config(hubs.client("Endpoint=sb://x/;SharedAccessKey=wrong"));
    assertThat(withConfig(hubs, file))
        .isEqualTo(
            failed(
                "%s refused the credentials; check sasl.jaas.config in %s"
                    .formatted(hubs.bootstrap(), file)));
  }

  @Test
  void credentialsThatAreNotQuotedAreNotShown() throws IOException {
    TestBroker.EventHubs hubs = broker.eventHubs();
    Path file = config(hubs.client("my\" own secret"));
    assertThat(withConfig(hubs, file))
        .isEqualTo(
            failed(
                "no client for %s can log in as it is told; check the form of sasl.jaas.config in %s"
                    .formatted(hubs.bootstrap(), file)));
  }

  @Test
  void aFileOfSettingsThatIsNotThereIsNamed() {
    assertThat(generate(Stream.of("--kafka-config", "nothere"), toTopic("t")))
        .isEqualTo(failed("no file 'nothere' for --kafka-config"));
  }

  @Test
  void oneTargetIsNamedWhole() {
    assertThat(refused(generate(Stream.of())))
        .isEqualTo(
            "Error: Missing required argument (specify one of these): ((--to=FOLDER"
                + " [--per-file=N] [--name=STEM]) | (--kafka=HOST:PORT --topic=TOPIC [--rate=N/s]"
                + " [--kafka-config=FILE]))");
    assertThat(refused(generate(Stream.of("--to", "x"), toTopic("t"))))
        .isEqualTo(
            "Error: (--to=FOLDER [--per-file=N] [--name=STEM]) and (--kafka=HOST:PORT --topic=TOPIC"
                + " [--rate=N/s] [--kafka-config=FILE]) are mutually exclusive (specify only one)");
    assertThat(refused(generate(Stream.of("--kafka", "x:1"))))
        .isEqualTo("Error: Missing required argument(s): --topic=TOPIC");
    assertThat(refused(generate(Stream.of("--rate", "fast"), toTopic("t"))))
        .isEqualTo(
            "Invalid value for option '--rate': rate: 'fast'; a number above 0 of lines a second,"
                + " such as 500/s");
  }

  private static Lakehouse.Ended generate(Stream<String> what, String... target) {
    return Lakehouse.execute(
        Stream.of(Stream.of("generate", "invoices"), what, Stream.of(target))
            .flatMap(part -> part)
            .toArray(String[]::new));
  }

  private String[] toTopic(String topic) {
    return new String[] {"--kafka", broker.bootstrap(), "--topic", topic};
  }

  private static Lakehouse.Ended withConfig(TestBroker.EventHubs hubs, Path file) {
    return generate(
        Stream.of("--topic", "t"), "--kafka", hubs.bootstrap(), "--kafka-config", file.toString());
  }

  private Path config(Map<String, Object> settings) throws IOException {
    Properties properties = new Properties();
    properties.putAll(settings);
    Path file = folder.resolve("client.properties");
    try (var writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    }
    return file;
  }

  private static Lakehouse.Ended done(String sentence) {
    return new Lakehouse.Ended(ExitCode.DONE, sentence + System.lineSeparator(), "");
  }

  private static Lakehouse.Ended failed(String sentence) {
    return new Lakehouse.Ended(ExitCode.FAILED, "", sentence + System.lineSeparator());
  }

  /** The first line of what is said to a bad command; the rest is its usage. */
  private static String refused(Lakehouse.Ended ended) {
    assertThat(ended.code()).isEqualTo(ExitCode.BAD_INPUT);
    return ended.err().lines().findFirst().orElse("");
  }

  private static Map<String, List<String>> byStore(Stream<String> lines) {
    return lines
        .filter(line -> !store(line).isEmpty())
        .collect(groupingBy(KafkaTargetTest::store, mapping(line -> line, toList())));
  }

  /** The store that a line names, empty if it is spoiled before that. */
  private static String store(String line) {
    return line.replaceFirst("(?s)^(?:\\[?\\{.*?\"StoreID\":\"(STR\\d{4})\".*|.*)$", "$1");
  }

  private static String line(ConsumerRecord<byte[], byte[]> message) {
    return new String(message.value(), UTF_8);
  }

  private static String described(ConsumerRecord<byte[], byte[]> message) {
    return message.partition() + " " + new String(message.key(), UTF_8) + " " + line(message);
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
