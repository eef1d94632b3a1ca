package dev.medallion.cli;

import static dev.medallion.cli.TopicHouse.invoices;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.cli.Lakehouse.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of bronze become records of another topic. */
class KafkaSinkTest {
  @TempDir Path folder;
  private TopicHouse house;
  private String target;

  @BeforeEach
  void fill() {
    house = TopicHouse.open(folder, 1);
    target = house.broker().newTopic("notices", 1);
    house.send(0, invoices(0, 3));
  }

  @Test
  void eachRowIsARecordThatNamesItsRunAndBatch() throws IOException {
    for (int run = 1; run <= 2; run++) {
      assertEnded(forward("key = InvoiceNumber, value = \"TotalAmount * 2\""));
    }

    List<ConsumerRecord<byte[], byte[]>> records = house.broker().consume(target);
    assertThat(records.stream().map(record -> text(record.key()) + " " + text(record.value())))
        .containsExactlyInAnyOrder("0 21.0", "1 21.0", "2 21.0");
    List<String> task =
        house
            .lakehouse()
            .tracking(
                "SELECT run_uuid, t.query_id, batch_id, output_rows, t.delta_version FROM"
                    + " Task_Metadata t JOIN Job_Metadata j ON t.job_id = j.job_id WHERE job_name ="
                    + " 'notify'");
    String[] of = task.get(0).split(" ");
    assertThat(task).hasSize(1);
    assertThat(List.of(of[3], of[4])).containsExactly("3", "null");
    assertThat(records)
        .allSatisfy(
            record ->
                assertThat(headers(record))
                    .isEqualTo(
                        "medallion-run=%s, medallion-batch=%s/%s".formatted(of[0], of[1], of[2])));
  }

  @Test
  void withoutAValueTheRowIsSentAsJson() throws IOException {
    assertEnded(forward(""));
    assertThat(house.broker().consume(target).stream().map(record -> text(record.value())))
        .hasSize(3)
        .allMatch(value -> value.matches("\\{\"InvoiceNumber\":\"\\d\",\"TotalAmount\":10.5,.*}"));
  }

  @Test
  void whatCannotBeSentIsToldInASentence() throws IOException {
    Ended wrong = forward("key = Number");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("jobs.notify.sink: cannot write these rows: A column or function parameter with")
        .hasLineCount(1);
    Ended missing = forward("topic = \"" + target + "-not\"");
    assertThat(missing.code()).isEqualTo(1);
    assertThat(missing.out())
        .contains(
            "notify failed: there is no topic %s-not at %s; create it\n"
                .formatted(target, house.broker().bootstrap()));
  }

  private static void assertEnded(Ended ended) {
    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
  }

  private Ended forward(String more) throws IOException {
    Path conf =
        Files.writeString(
            folder.resolve("notices.conf"),
            """
            include "pipelines/invoices-kafka.conf"
            pipeline = notices
            jobs.silver = null
            jobs.notify {
              layer = notices
              source { type = delta, table = invoices_bz, layer = bronze }
              sink { type = kafka, bootstrap-servers = "%s", topic = "%s" }
              sink { %s }
            }
            """
                .formatted(house.broker().bootstrap(), target, more));
    Path pipelines = Files.createDirectories(folder.resolve("pipelines"));
    for (String name : List.of("invoices.conf", "invoices-kafka.conf")) {
      Files.writeString(pipelines.resolve(name), Files.readString(Path.of("conf", name)));
    }
    return TopicHouse.run(
        conf.toString(),
        List.of(),
        List.of(
            "lake=" + house.lakehouse().lake(),
            "jobs.bronze.source.bootstrap-servers=" + house.broker().bootstrap(),
            "jobs.bronze.source.topics=" + house.topic()));
  }

  private static String headers(ConsumerRecord<byte[], byte[]> record) {
    return StreamSupport.stream(record.headers().spliterator(), false)
        .map(header -> header.key() + "=" + text(header.value()))
        .collect(Collectors.joining(", "));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
