package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.Decoder;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.kafka.Connection;
import dev.medallion.kafka.EventHub;
import dev.medallion.kafka.Topics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The records of Kafka topics, or of an event hub, which speaks Kafka's protocol.
 *
 * @param connection to the cluster
 * @param topics what is read
 * @param start where the first batch begins
 * @param columns what a record looks like
 * @param pace how much a batch holds
 * @param onDataLoss what to do when records are gone before they were read
 * @param patience how long a broker that does not answer is waited for
 */
record KafkaSource(
    Connection connection,
    Topics topics,
    KafkaStart start,
    KafkaColumns columns,
    KafkaPace pace,
    OnDataLoss onDataLoss,
    Duration patience)
    implements Source {
  /** Kafka's default; it must not be less than the time for one request. */
  private static final long LEAST_API_MILLIS = 60_000;

  static KafkaSource from(Section block, OnNewColumn onNew) {
    return of(Connection.from(block), Topics.from(block), block, onNew);
  }

  static KafkaSource eventHub(Section block, OnNewColumn onNew) {
    EventHub hub = EventHub.from(block);
    return of(hub.connection(), Topics.of(hub.name()), block, onNew);
  }

  private static KafkaSource of(
      Connection connection, Topics topics, Section block, OnNewColumn onNew) {
    return new KafkaSource(
        connection,
        topics,
        KafkaStart.from(block),
        KafkaColumns.from(block, onNew),
        KafkaPace.from(block),
        block.choice("on-data-loss", OnDataLoss.class),
        block.duration("broker-timeout"));
  }

  /**
   * What Spark's connector is told about reading records, whichever they are.
   *
   * @param group the same name for all batches, since the connector pools its consumers by it;
   *     nobody joins a group
   */
  Map<String, String> reading(String group) {
    Map<String, String> options = connection.connector();
    options.putIfAbsent("kafka.group.id", group);
    options.put("failOnDataLoss", "true");
    options.put("includeHeaders", String.valueOf(columns.hasHeaders()));
    // A reader waits for records, and for an answer about offsets: Kafka's default is a minute.
    options.put("kafkaConsumer.pollTimeoutMs", String.valueOf(patience.toMillis()));
    options.putIfAbsent(
        "kafka.default.api.timeout.ms",
        String.valueOf(Math.max(patience.toMillis(), LEAST_API_MILLIS)));
    pace.minPartitions().ifPresent(least -> options.put("minPartitions", "" + least));
    return options;
  }

  @Override
  public Optional<String> rereads(SparkSession spark) {
    return Optional.of("is read again from where start = " + start.text() + " is");
  }

  @Override
  public String name() {
    return topics + " at " + connection;
  }

  @Override
  public Optional<StructType> schema(SparkSession spark) {
    return Optional.of(columns.schema());
  }

  @Override
  public Extent extent(String startOffset, String endOffset) {
    KafkaOffset offset = KafkaOffset.parse(endOffset);
    return new Extent(offset.begin(), offset.end());
  }

  @Override
  public OptionalLong mostRows(Extent extent) {
    return KafkaOffset.apart(extent.start(), extent.end());
  }

  @Override
  public Optional<Decoder> decoder() {
    return Optional.of(columns.value());
  }

  /** Records may be lost between two batches, and partitions are added. */
  @Override
  public boolean joinsUp() {
    return false;
  }

  @Override
  public SourceStream open(SparkSession spark, SourceEvents events) {
    var stream = new KafkaStream(spark, this, events);
    return new Opened(OwnFormat.open(spark, stream), stream);
  }

  private record Opened(Dataset<Row> rows, KafkaStream stream) implements SourceStream {
    @Override
    public Lag lag(String endOffset) {
      return new Lag("offsets", KafkaOffset.parse(endOffset).lag());
    }

    @Override
    public boolean hasShrunk(String endOffset) {
      return stream.hasShrunk();
    }

    @Override
    public boolean isAway() {
      return stream.isAway();
    }

    @Override
    public Map<String, Provenance> provenance(String startOffset, String endOffset) {
      return Map.of();
    }
  }
}
