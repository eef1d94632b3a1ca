package dev.medallion.source;

import dev.medallion.kafka.Broker;
import dev.medallion.kafka.Partition;
import dev.medallion.kafka.PartitionLog;
import dev.medallion.source.LostRange.Why;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.TableScan;
import org.apache.spark.sql.types.StructType;

/**
 * The records of one batch, looked for only when they are read: Spark also asks for the last
 * committed batch when it starts again, whose records may be gone by then.
 */
final class KafkaRows extends BaseRelation implements TableScan {
  private final SparkSession spark;
  private final KafkaSource source;
  private final List<KafkaSpan> planned;
  private final Broker broker;
  private final String group;
  private final SourceEvents events;
  private List<KafkaSpan> read = List.of();
  private RDD<InternalRow> rows;

  KafkaRows(
      SparkSession spark,
      KafkaSource source,
      KafkaOffset offset,
      Broker broker,
      String group,
      SourceEvents events) {
    this.spark = spark;
    this.source = source;
    this.planned = offset.spans().stream().filter(span -> !span.isEmpty()).toList();
    this.broker = broker;
    this.group = group;
    this.events = events;
  }

  @Override
  public SQLContext sqlContext() {
    return spark.sqlContext();
  }

  @Override
  public StructType schema() {
    return source.columns().schema();
  }

  @Override
  public boolean needConversion() {
    return false;
  }

  /** Asked for at least twice a batch: for Spark's own plan of it, and for ours. */
  @Override
  @SuppressWarnings("unchecked")
  public synchronized RDD<Row> buildScan() {
    List<LostRange> lost = new ArrayList<>();
    List<KafkaSpan> there = there(broker.logs(source.topics()), lost);
    if (rows == null || !there.equals(read)) {
      source.onDataLoss().accept(lost, events);
      rows = there.isEmpty() ? nothing() : records(there);
      read = there;
    }
    return (RDD<Row>) (RDD<?>) rows;
  }

  /** Whether less of the batch is there than when it was last read. */
  synchronized boolean hasShrunk() {
    List<LostRange> lost = new ArrayList<>();
    boolean shrunk = !there(broker.logsNow(source.topics()), lost).equals(read);
    if (shrunk) {
      source.onDataLoss().refuse(lost);
    }
    return shrunk;
  }

  private List<KafkaSpan> there(SortedMap<Partition, PartitionLog> logs, List<LostRange> lost) {
    List<KafkaSpan> there = new ArrayList<>();
    for (KafkaSpan span : planned) {
      PartitionLog log = logs.get(span.at());
      if (log == null || !log.topicId().equals(span.id())) {
        Why why = log == null ? Why.GONE : Why.RECREATED;
        lost.add(LostRange.of(span.at(), span.from(), span.until(), why));
      } else if (log.begin() > span.from()) {
        long until = Math.min(log.begin(), span.until());
        lost.add(LostRange.of(span.at(), span.from(), until, Why.EXPIRED));
        there.add(span.after(log.begin()));
      } else {
        there.add(span);
      }
    }
    there.removeIf(KafkaSpan::isEmpty);
    return there;
  }

  private RDD<InternalRow> nothing() {
    return spark.sparkContext().emptyRDD(scala.reflect.ClassTag$.MODULE$.apply(InternalRow.class));
  }

  private RDD<InternalRow> records(List<KafkaSpan> spans) {
    Dataset<Row> records =
        spark
            .read()
            .format("kafka")
            .options(source.reading(group))
            .option("assign", partitions(spans))
            .option("startingOffsets", KafkaOffset.json(spans, KafkaSpan::from))
            .option("endingOffsets", KafkaOffset.json(spans, KafkaSpan::until))
            .load();
    KafkaColumns columns = source.columns();
    return records
        .queryExecution()
        .toRdd()
        .toJavaRDD()
        .mapPartitions(in -> new KafkaRecords(in, columns))
        .rdd();
  }

  private static String partitions(List<KafkaSpan> spans) {
    Map<String, List<Integer>> partitions = new java.util.TreeMap<>();
    spans.forEach(
        span ->
            partitions
                .computeIfAbsent(span.topic(), topic -> new ArrayList<>())
                .add(span.partition()));
    return KafkaOffset.json(partitions);
  }
}
