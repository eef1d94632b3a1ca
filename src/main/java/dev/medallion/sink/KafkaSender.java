package dev.medallion.sink;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Row;

/**
 * Sends rows of key and value, and returns when the broker has acknowledged all of them.
 *
 * @param settings of the producer
 * @param run stands in a header of every record
 * @param batch likewise
 */
record KafkaSender(Map<String, Object> settings, String topic, String run, String batch)
    implements ForeachPartitionFunction<Row> {

  @Override
  public void call(Iterator<Row> rows) throws Exception {
    if (!rows.hasNext()) {
      return;
    }
    AtomicReference<Exception> failed = new AtomicReference<>();
    try (Producer<byte[], byte[]> producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      while (rows.hasNext() && failed.get() == null) {
        var unused =
            producer.send(record(rows.next()), (at, error) -> failed.compareAndSet(null, error));
      }
      producer.flush();
    }
    if (failed.get() != null) {
      throw failed.get();
    }
  }

  /** Without the settings, which may hold a secret. */
  @Override
  public String toString() {
    return "KafkaSender[" + topic + "]";
  }

  private ProducerRecord<byte[], byte[]> record(Row row) {
    var sent = new ProducerRecord<byte[], byte[]>(topic, row.getAs("key"), row.getAs("value"));
    sent.headers().add("medallion-run", run.getBytes(StandardCharsets.UTF_8));
    sent.headers().add("medallion-batch", batch.getBytes(StandardCharsets.UTF_8));
    return sent;
  }
}
