package dev.medallion.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.medallion.broker.TestBroker;
import dev.medallion.cli.Lakehouse.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A lake that is filled from a topic of its own on the real broker. */
record TopicHouse(Lakehouse lakehouse, TestBroker broker, String topic) {
  private static final String INVOICE =
      """
      {"InvoiceNumber":"%s","TotalAmount":10.5,"InvoiceLineItems":[{"ItemCode":"a","ItemPrice":1.5,\
      "ItemQty":2,"TotalValue":3.0}]}""";

  static TopicHouse open(Path folder, int partitions) {
    TestBroker broker = TestBroker.shared();
    return new TopicHouse(new Lakehouse(folder), broker, broker.newTopic("invoices", partitions));
  }

  static String invoice(Object number) {
    return INVOICE.formatted(number);
  }

  /** Drains the bronze job of the shipped configuration. */
  Ended drain(String... settings) {
    return drain(List.of("bronze"), settings);
  }

  Ended drain(List<String> jobs, String... settings) {
    List<String> all = new ArrayList<>();
    all.add("lake=" + lakehouse.lake());
    all.add("jobs.bronze.source.bootstrap-servers=" + broker.bootstrap());
    all.add("jobs.bronze.source.topics=" + topic);
    all.addAll(Arrays.asList(settings));
    return run("conf/invoices-kafka.conf", jobs, all);
  }

  static Ended run(String conf, List<String> jobs, List<String> settings) {
    List<String> command = new ArrayList<>(List.of("run", conf));
    command.addAll(jobs);
    command.add("--available-now");
    settings.forEach(setting -> command.addAll(List.of("--set", setting)));
    return Lakehouse.execute(command.toArray(String[]::new));
  }

  /** Sends messages to a partition, without a key. */
  void send(int partition, String... values) {
    broker.produce(
        Stream.of(values)
            .map(value -> new ProducerRecord<byte[], byte[]>(topic, partition, null, bytes(value)))
            .toList());
  }

  /** Invoices with numbers from one to another, the last left out. */
  static String[] invoices(int from, int until) {
    return java.util.stream.IntStream.range(from, until)
        .mapToObj(TopicHouse::invoice)
        .toArray(String[]::new);
  }

  static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  /** Column values of a table of bronze, each row joined by blanks, in order. */
  List<String> bronze(String table, String... columns) {
    Dataset<Row> rows = lakehouse.table("bronze/" + table);
    return rows.selectExpr(columns).orderBy("_partition", "_offset").collectAsList().stream()
        .map(row -> row.mkString(" "))
        .toList();
  }

  List<String> tasks(String columns) {
    return lakehouse.tracking("SELECT " + columns + " FROM Task_Metadata ORDER BY task_id");
  }
}
