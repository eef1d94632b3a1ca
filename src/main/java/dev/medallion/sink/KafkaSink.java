package dev.medallion.sink;

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
 * Sends each row to a topic by Kafka's own producer, since a plan of Spark's that writes to a topic
 * shows its credentials in the event log. At least once: a batch that was cut short is sent again
 * from its beginning. The headers {@code medallion-run} and {@code medallion-batch} (query id and
 * batch number) say of each record where it came from; those of a batch that was sent twice have
 * the same batch.
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

  /** A topic takes a row that changed as a further record of its key. */
  @Override
  public Optional<String> objection(OutputMode mode) {
    return mode == OutputMode.COMPLETE
        ? Optional.of(
            "a topic would get the whole result again with each batch; set output-mode = update")
        : Optional.empty();
  }

  @Override
  public void verify(Dataset<Row> rows) {
    records(rows);
  }

  @Override
  public Written write(Dataset<Row> rows, Signature signature) {
    requireTopic();
    BatchId batch = signature.batch();
    String number = batch.query() + "/" + batch.number();
    Observation sent = new Observation();
    records(rows)
        .observe(sent, functions.count(lit(1)).as(ROWS))
        .foreachPartition(new KafkaSender(settings(), topic, signature.run().toString(), number));
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
        value
            .map(sql -> bytes(rows, sql))
            .orElseGet(() -> to_json(struct(whole)).cast(DataTypes.BinaryType))
            .as("value"));
  }

  /** What Kafka takes; anything but bytes as its text. */
  private static Column bytes(Dataset<Row> rows, String sql) {
    DataType type = rows.select(expr(sql)).schema().fields()[0].dataType();
    return type.equals(DataTypes.BinaryType)
        ? expr(sql)
        : expr(sql).cast(DataTypes.StringType).cast(DataTypes.BinaryType);
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = connection.client();
    settings.putIfAbsent("max.block.ms", String.valueOf(patience.toMillis()));
    return settings;
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
