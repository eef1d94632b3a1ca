package dev.medallion.cli;

import static dev.medallion.cli.TopicHouse.bytes;
import static dev.medallion.cli.TopicHouse.invoice;
import static dev.medallion.cli.TopicHouse.invoices;
import static org.apache.spark.sql.functions.sum;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.broker.TestBroker;
import dev.medallion.cli.Lakehouse.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bronze from a topic of a real broker. */
class KafkaTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void realInvoicesArriveOnceAndOnlyOnce() throws IOException {
    String invoices = System.getenv("INVOICES_DIR");
    Assumptions.assumeTrue(invoices != null, "INVOICES_DIR is not set");
    TopicHouse house = TopicHouse.open(folder, 3);
    List<ProducerRecord<byte[], byte[]>> messages = new ArrayList<>();
    for (int file = 1; file <= 3; file++) {
      for (String line : Files.readAllLines(Path.of(invoices, "invoices-" + file + ".json"))) {
        String store = JSON.readTree(line).get("StoreID").asText();
        messages.add(new ProducerRecord<>(house.topic(), bytes(store), bytes(line)));
      }
    }
    house.broker().produce(messages);

    assertThat(house.drain(List.of("bronze", "silver")).code()).isZero();
    assertThat(house.drain(List.of("bronze", "silver")).out())
        .endsWith("Done. jobs=2 ok=2 failed=0 batches=0 rows_in=0 rows_out=0 quarantined=0\n");

    Lakehouse lake = house.lakehouse();
    assertThat(lake.bronze().count()).isEqualTo(1591);
    assertThat(lake.bronze().select("_topic", "_partition", "_offset").distinct().count())
        .isEqualTo(1591);
    assertThat(lake.bronze().where("_key <> StoreID OR _timestamp IS NULL").count()).isZero();
    assertThat(lake.silver().count()).isEqualTo(3994);
    assertThat(lake.silver().agg(sum("TotalValue")).first().getDouble(0)).isEqualTo(8255611.0);
  }

  @Test
  void batchesHoldAtMostSoManyOffsetsAndJoinUp() {
    TopicHouse house = TopicHouse.open(folder, 3);
    house.send(0, invoices(0, 50));
    house.send(1, invoices(50, 70));
    house.send(2, invoices(70, 75));

    assertThat(house.drain("jobs.bronze.source.max-offsets-per-batch=30").code()).isZero();

    String topic = "{\"" + house.topic() + "\":";
    assertThat(house.tasks("batch_id, input_rows, output_rows, start_offsets, end_offsets"))
        .containsExactly(
            "0 30 30 "
                + topic
                + "{\"0\":0,\"1\":0,\"2\":0}} "
                + topic
                + "{\"0\":20,\"1\":8,\"2\":2}}",
            "1 30 30 "
                + topic
                + "{\"0\":20,\"1\":8,\"2\":2}} "
                + topic
                + "{\"0\":40,\"1\":16,\"2\":4}}",
            "2 15 15 "
                + topic
                + "{\"0\":40,\"1\":16,\"2\":4}} "
                + topic
                + "{\"0\":50,\"1\":20,\"2\":5}}");
    String stem = "\"" + house.topic() + "-";
    assertThat(house.tasks("source_lag").get(0))
        .isEqualTo("{" + stem + "0\":30," + stem + "1\":12," + stem + "2\":3}");
  }

  @Test
  @Tag("long")
  void aStartByTimeReadsFromThereOnAndLatestReadsWhatComes() {
    TopicHouse house = TopicHouse.open(folder, 1);
    for (int hour = 10; hour < 14; hour++) {
      long millis = java.time.Instant.parse("2026-03-01T%d:00:00Z".formatted(hour)).toEpochMilli();
      house
          .broker()
          .produce(
              List.of(new ProducerRecord<>(house.topic(), 0, millis, null, bytes(invoice(hour)))));
    }
    assertThat(house.drain("jobs.bronze.source.start=2026-03-01T11:30:00Z").code()).isZero();
    assertThat(house.bronze("invoices_bz", "InvoiceNumber", "_offset", "_partition"))
        .containsExactly("12 2 0", "13 3 0");

    var later =
        new TopicHouse(new Lakehouse(folder.resolve("later")), house.broker(), house.topic());
    assertThat(later.drain("jobs.bronze.source.start=latest").code()).isZero();
    house.send(0, invoice("new"));
    assertThat(later.drain("jobs.bronze.source.start=latest").code()).isZero();
    assertThat(later.bronze("invoices_bz", "InvoiceNumber", "_offset", "_partition"))
        .containsExactly("new 4 0");
  }

  @Test
  void aBadMessageIsInQuarantineWithItsPlace() {
    TopicHouse house = TopicHouse.open(folder, 2);
    String big = invoice("x".repeat(5 << 20));
    house.send(0, invoice(1), "garbage", invoice(2).substring(0, 30), big);
    house.send(
        1, invoice(3).replace("10.5", "\"a lot\""), null, "y".repeat(5 << 20), "", invoice(4));
    house.broker().produce(house.topic(), 1, new byte[] {(byte) 0xff}, bytes(invoice(5)));
    house.broker().produce(house.topic(), 1, bytes("key"), new byte[] {1, (byte) 0xff});

    assertThat(house.drain().code()).isZero();

    assertThat(house.bronze("invoices_bz", "length(InvoiceNumber)", "_partition", "_offset"))
        .containsExactly("1 0 0", "5242880 0 3", "1 1 4");
    assertThat(
            house
                .lakehouse()
                .table("bronze/invoices_bz_quarantine")
                .selectExpr(
                    "source_partition",
                    "source_offset",
                    "source_key",
                    "reasons[0]",
                    "if(length(record) > 100, length(record), record)",
                    "source_topic = '%s' AND source_timestamp IS NOT NULL".formatted(house.topic()))
                .orderBy("source_partition", "source_offset")
                .collectAsList())
        .extracting(row -> row.mkString(" | "))
        .containsExactly(
            "0 | 1 | null | not JSON: unrecognized token near byte 7 | garbage | true",
            "0 | 2 | null | cut off: the line ends inside a value | "
                + invoice(2).substring(0, 30)
                + " | true",
            "1 | 0 | null | TotalAmount: expected double, found string \"a lot\" | "
                + invoice(3).replace("10.5", "\"a lot\"").length()
                + " | true",
            "1 | 2 | null | not JSON: unrecognized token near byte 256 | 5242880 | true",
            "1 | 3 | null | not JSON: the line is blank |  | true",
            "1 | 5 | base64:/w== | _key: not UTF-8; the option key-format = binary takes any key | "
                + invoice(5).length()
                + " | true",
            "1 | 6 | key | not UTF-8 | base64:Af8= | true");
    assertThat(house.tasks("input_rows, output_rows, quarantined_rows, skipped_rows"))
        .containsExactly("11 3 7 1");
  }

  @Test
  void keysHeadersAndTombstonesAreKeptOnRequest() {
    TopicHouse house = TopicHouse.open(folder, 1);
    house.broker().produce(house.topic(), 0, new byte[] {(byte) 0xfe}, null);
    var traced = new ProducerRecord<byte[], byte[]>(house.topic(), 0, null, bytes("plain"));
    traced.headers().add("trace", bytes("t1"));
    house.broker().produce(List.of(traced));
    assertThat(
            house
                .drain(
                    "jobs.bronze.source.tombstones=keep",
                    "jobs.bronze.source.headers=true",
                    "jobs.bronze.source.key-format=binary",
                    "jobs.bronze.source.format=text")
                .err())
        .contains("jobs.bronze.source.schema: unknown key");
    assertThat(
            TopicHouse.run(write(house), List.of(), List.of("lake=" + house.lakehouse().lake()))
                .err())
        .isEmpty();
    assertThat(
            house.bronze(
                "raw",
                "value",
                "hex(_key)",
                "transform(_headers, h -> concat(h.key, '=', string(h.value)))[0]",
                "_partition",
                "_offset"))
        .containsExactly("null FE null 0 0", "plain null trace=t1 0 1");
    assertThat(house.tasks("input_rows, output_rows, quarantined_rows, skipped_rows"))
        .containsExactly("2 2 0 0");
  }

  private String write(TopicHouse house) {
    try {
      return Files.writeString(
              folder.resolve("raw.conf"),
              """
              pipeline = raw
              jobs.bronze {
                layer = bronze
                source {
                  type = kafka
                  bootstrap-servers = "%s"
                  topic-pattern = "%s.*"
                  format = text
                  tombstones = keep
                  headers = true
                  key-format = binary
                }
                sink { type = delta, table = raw }
              }
              """
                  .formatted(house.broker().bootstrap(), house.topic()))
          .toString();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anEventHubIsReadByItsConnectionString() {
    TopicHouse house = TopicHouse.open(folder, 1);
    house.send(0, invoices(0, 5));
    assertThat(hub(house, house.broker().eventHubs().connectionString()).code()).isZero();
    assertThat(house.lakehouse().bronze().count()).isEqualTo(5);

    Ended refused = hub(house, "Endpoint=sb://ns/;SharedAccessKey=wrong-key");
    assertThat(refused.code()).isEqualTo(1);
    assertThat(refused.out() + refused.err())
        .contains(
            "bronze failed: %s refused the credentials; check jobs.bronze.source.connection-string\n"
                .formatted(house.broker().eventHubs().bootstrap()))
        .doesNotContain("wrong-key", "\tat ");
    assertThat(house.lakehouse().tracking("SELECT * FROM Process_Parameter_Metadata").toString())
        .contains("connection-string ***")
        .doesNotContain("wrong-key", house.broker().eventHubs().connectionString());
    assertThat(house.lakehouse().tracking("SELECT * FROM Metadata_Logs").toString())
        .contains("refused the credentials")
        .doesNotContain("wrong-key");
  }

  private static Ended hub(TopicHouse house, String connectionString) {
    TestBroker.EventHubs hubs = house.broker().eventHubs();
    return TopicHouse.run(
        "conf/invoices-event-hubs.conf",
        List.of("bronze"),
        List.of(
            "lake=" + house.lakehouse().lake(),
            "jobs.bronze.source.bootstrap-servers=" + hubs.bootstrap(),
            "jobs.bronze.source.connection-string=" + connectionString,
            "jobs.bronze.source.hub=" + house.topic(),
            "jobs.bronze.source.kafka.ssl.truststore.type=PEM",
            "jobs.bronze.source.kafka.ssl.truststore.location=" + hubs.trustStore()));
  }

  @Test
  void whatIsNotThereIsToldInASentence() {
    TopicHouse house = TopicHouse.open(folder, 1);
    Ended ended = house.drain("jobs.bronze.source.topics=" + house.topic() + "-not");
    assertThat(ended.code()).isZero();
    assertThat(ended.out())
        .contains("there is no such topic; there is nothing to read until it is created");
    Ended away =
        house.drain(
            "jobs.bronze.source.bootstrap-servers=127.0.0.1:1",
            "jobs.bronze.source.broker-timeout=3 seconds");
    assertThat(away.code()).isEqualTo(1);
    assertThat(away.out())
        .contains(
            "bronze: no answer from 127.0.0.1:1; waiting up to 3 seconds\n",
            "bronze failed: no answer from 127.0.0.1:1 for 3 seconds; is it running, and is the"
                + " address right?\n");
  }
}
