package dev.medallion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Avro from a topic, with Confluent's header and without. */
class KafkaAvroTest {
  private static final String SCHEMA =
      """
      {"type":"record","name":"Sale","fields":[{"name":"id","type":"long"},
       {"name":"shop","type":["null","string"]}]}""";

  @TempDir Path folder;

  @Test
  void bothWireFormatsArriveAndGarbageIsInQuarantine() throws IOException {
    TopicHouse house = TopicHouse.open(folder, 1);
    byte[] plain = avro(1, "Pune");
    byte[] framed = avro(2, "Agra");
    house.broker().produce(house.topic(), null, plain);
    house
        .broker()
        .produce(
            house.topic(),
            null,
            ByteBuffer.allocate(5 + framed.length).put((byte) 0).putInt(7).put(framed).array());
    house.broker().produce(house.topic(), null, new byte[] {2, 2, 100});
    Files.writeString(folder.resolve("sale.avsc"), SCHEMA);
    Path conf =
        Files.writeString(
            folder.resolve("sales.conf"),
            """
            pipeline = sales
            jobs.bronze {
              layer = bronze
              source {
                type = kafka, bootstrap-servers = "%s", topics = ["%s"], format = avro, schema = sale.avsc
              }
              sink { type = delta, table = sales }
            }
            """
                .formatted(house.broker().bootstrap(), house.topic()));

    var ended =
        TopicHouse.run(conf.toString(), List.of(), List.of("lake=" + house.lakehouse().lake()));

    assertThat(ended.code()).as(ended.out() + ended.err()).isZero();
    assertThat(house.bronze("sales", "id", "shop", "_offset", "_partition"))
        .containsExactly("1 Pune 0 0", "2 Agra 1 0");
    assertThat(
            house
                .lakehouse()
                .table("bronze/sales_quarantine")
                .selectExpr("source_offset", "size(reasons)")
                .collectAsList())
        .extracting(row -> row.mkString(" "))
        .containsExactly("2 1");
    assertThat(house.tasks("input_rows, output_rows, quarantined_rows, skipped_rows"))
        .containsExactly("3 2 1 0");
  }

  private static byte[] avro(long id, String shop) throws IOException {
    Schema schema = new Schema.Parser().parse(SCHEMA);
    var bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    GenericRecord sale = new GenericRecordBuilder(schema).set("id", id).set("shop", shop).build();
    new GenericDatumWriter<GenericRecord>(schema).write(sale, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }
}
