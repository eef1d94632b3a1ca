package dev.medallion.source;

import dev.medallion.kafka.Broker;
import dev.medallion.kafka.Partition;
import dev.medallion.kafka.PartitionLog;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsAdmissionControl;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.execution.datasources.LogicalRelation$;
import org.apache.spark.sql.execution.streaming.Offset;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * Topics as a Spark stream. Records are read by Spark's own Kafka connector, batch by batch; what a
 * batch holds is decided here, since the connector's stream does not notice a topic that was
 * created again, and says of lost records neither which nor how many.
 */
final class KafkaStream
    implements OwnFormat.OwnStream, SupportsAdmissionControl, SupportsTriggerAvailableNow {
  private final SparkSession spark;
  private final KafkaSource source;
  private final SourceEvents events;
  private final Broker broker;
  private final KafkaWatch watch;
  private final String group = "medallion-" + UUID.randomUUID();
  private SparkSession reader;
  private final Map<Partition, Long> endsSeen = new TreeMap<>();
  private Optional<Map<Partition, Long>> frozen = Optional.empty();
  private boolean warned;
  private long lastTaken = System.nanoTime();
  private volatile KafkaRows inHand;

  KafkaStream(SparkSession spark, KafkaSource source, SourceEvents events) {
    this.spark = spark;
    this.source = source;
    this.events = events;
    this.broker = new Broker(source.connection(), source.patience(), events::say);
    this.watch = new KafkaWatch(broker, source.topics());
  }

  @Override
  public StructType schema() {
    return source.columns().schema();
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    frozen = Optional.of(ends(broker.logs(source.topics())));
  }

  @Override
  public org.apache.spark.sql.connector.read.streaming.Offset latestOffset(
      org.apache.spark.sql.connector.read.streaming.Offset start, ReadLimit limit) {
    watch.end();
    SortedMap<Partition, PartitionLog> logs = broker.logs(source.topics());
    if (start == null) {
      return logs.isEmpty() ? missing() : first(logs).serialized();
    }
    KafkaOffset last = KafkaOffset.parse(start.json());
    KafkaPlan plan = KafkaPlan.after(last, source.topics(), logs, endsSeen);
    source.onDataLoss().refuse(plan.lost());
    Map<Partition, Long> ends = frozen.orElseGet(() -> ends(logs));
    endsSeen.putAll(ends(logs));
    if (plan.lost().isEmpty() && waits(plan.available(ends))) {
      return start;
    }
    lastTaken = System.nanoTime();
    return plan.take(source.pace().most(), ends).serialized();
  }

  /**
   * The first offset is kept even where it holds no records: a later start would find another place
   * to begin.
   */
  private KafkaOffset first(SortedMap<Partition, PartitionLog> logs) {
    KafkaPlan plan = KafkaPlan.begin(logs, source.start().positions(logs, broker));
    source.onDataLoss().refuse(plan.lost());
    endsSeen.putAll(ends(logs));
    return plan.take(source.pace().most(), frozen.orElseGet(() -> ends(logs)));
  }

  private org.apache.spark.sql.connector.read.streaming.Offset missing() {
    if (!warned) {
      String name = source.name();
      events.warn(
          UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
          name,
          "there is no such topic; there is nothing to read until it is created");
      warned = true;
    }
    return null;
  }

  private boolean waits(long available) {
    long least = frozen.isPresent() ? 1 : source.pace().least().orElse(1L);
    boolean waitedEnough = System.nanoTime() - lastTaken > source.pace().longestWait().toNanos();
    return available == 0 || available < least && !waitedEnough;
  }

  private static Map<Partition, Long> ends(SortedMap<Partition, PartitionLog> logs) {
    Map<Partition, Long> ends = new TreeMap<>();
    logs.forEach((partition, log) -> ends.put(partition, log.end()));
    return ends;
  }

  /** A session that reads topics in Spark's newer way; the older makes rows of records and back. */
  private SparkSession reader() {
    if (reader == null) {
      reader = spark.newSession();
      reader.conf().set("spark.sql.sources.useV1SourceList", "");
    }
    return reader;
  }

  @Override
  public Dataset<Row> getBatch(Option<Offset> start, Offset end) {
    KafkaOffset offset = KafkaOffset.parse(end.json());
    offset.lost().forEach(events::lost);
    watch.begin();
    inHand = new KafkaRows(reader(), source, offset, broker, group, events);
    return Dataset.ofRows(spark, LogicalRelation$.MODULE$.apply(inHand, true));
  }

  /** Whether less of the batch in hand is there than when it was last read. */
  boolean hasShrunk() {
    return inHand.hasShrunk();
  }

  boolean isAway() {
    return broker.isAway();
  }

  @Override
  public Option<Offset> getOffset() {
    throw new IllegalStateException("Spark asks a source with admission control for latestOffset");
  }

  @Override
  public void stop() {
    watch.close();
    broker.close();
  }

  @Override
  public String toString() {
    return source.name();
  }
}
