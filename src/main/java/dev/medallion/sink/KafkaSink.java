package dev.medallion.sink;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import dev.medallion.config.Section;
import dev.medallion.kafka.Broker;
import dev.medallion.kafka.Connection;
import dev.medallion.kafka.EventHub;
import dev.medallion.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Sends each row to a topic, at least once: a batch that was cut short is sent again from its
 * beginning. The headers {@code medallion-run} and {@code medallion-batch} (query id and batch
 * number) say of each record where it came from; those of a batch that was sent twice have the same
 * batch.
 *
 * @param connection to the cluster
 * @param topic must exist
 * @param key SQL over the row, if a record is to have a key
 * @param value SQL over the row; without it the whole row as JSON
 * @param patience how long a broker that does not answer is waited for
 */
public record KafkaSink(
    Connection connection,
    String topic,
    Optional<String> key,
    Optional<String> value,
    Duration patience)
    implements Sink {
  private static final String ROWS = "rows";

  static KafkaSink from(Section block) {
    return of(Connection.from(block), block.string("topic"), block);
  }

  static KafkaSink eventHub(Section block) {
    EventHub hub = EventHub.from(block);
    return of(hub.connection(), hub.name(), block);
  }

  private static KafkaSink of(Connection connection, String topic, Section block) {
    return new KafkaSink(
        connection,
        topic,
        block.optionalString("key"),
        block.optionalString("value"),
        block.duration("broker-timeout"));
  }

  @Override
  public String name() {
    return topic + " at " + connection;
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  @Override
  public void verify(Dataset<Row> rows) {
    records(rows);
  }

  @Override
  public Written write(Dataset<Row> rows, Signature signature) {
    requireTopic();
    // Spark's older way of writing to Kafka hides what was observed; this session is the query's
    // own.
    rows.sparkSession().conf().set("spark.sql.sources.useV1SourceList", "");
    Observation sent = new Observation();
    records(rows)
        .withColumn("headers", headers(signature))
        .observe(sent, functions.count(lit(1)).as(ROWS))
        .write()
        .format("kafka")
        .mode("append")
        .options(options())
        .option("includeHeaders", true)
        .option("topic", topic)
        .save();
    return new Written(count(sent), OptionalLong.empty(), "");
  }

  /** A topic keeps no proof that could be looked up. */
  @Override
  public Optional<Written> written(SparkSession spark, BatchId batch) {
    return Optional.empty();
  }

  /** A producer would wait for the topic, and then say that time is up. */
  private void requireTopic() {
    try (var broker = new Broker(connection, patience, waiting -> {})) {
      if (broker.logs(Topics.of(topic)).isEmpty()) {
        throw new IllegalStateException(
            "there is no topic %s at %s; create it".formatted(topic, connection));
      }
    }
  }

  private Dataset<Row> records(Dataset<Row> rows) {
    Column[] whole =
        Arrays.stream(rows.columns())
            .map(name -> col("`" + name.replace("`", "``") + "`"))
            .toArray(Column[]::new);
    return rows.select(
        key.map(sql -> bytes(rows, sql)).orElse(lit(null).cast(DataTypes.BinaryType)).as("key"),
        value.map(sql -> bytes(rows, sql)).orElseGet(() -> to_json(struct(whole))).as("value"));
  }

  /** What Kafka takes; anything but bytes as its text. */
  private static Column bytes(Dataset<Row> rows, String sql) {
    DataType type = rows.select(expr(sql)).schema().fields()[0].dataType();
    return type.equals(DataTypes.BinaryType) ? expr(sql) : expr(sql).cast(DataTypes.StringType);
  }

  private static Column headers(Signature signature) {
    BatchId batch = signature.batch();
    return array(
        header("medallion-run", signature.run().toString()),
        header("medallion-batch", batch.query() + "/" + batch.number()));
  }

  private static Column header(String name, String text) {
    return struct(lit(name).as("key"), lit(text.getBytes(StandardCharsets.UTF_8)).as("value"));
  }

  private Map<String, String> options() {
    Map<String, String> options = connection.connector();
    options.putIfAbsent("kafka.max.block.ms", String.valueOf(patience.toMillis()));
    return options;
  }

  private static OptionalLong count(Observation sent) {
    try {
      return OptionalLong.of((Long) sent.getAsJava().get(ROWS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while the rows that were sent were counted", e);
    }
  }
}
