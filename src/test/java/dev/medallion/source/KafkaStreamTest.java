package dev.medallion.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import dev.medallion.broker.TestBroker;
import dev.medallion.decode.JsonDecoder;
import dev.medallion.kafka.Connection;
import dev.medallion.kafka.Topics;
import dev.medallion.source.LostRange.Why;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.execution.streaming.SerializedOffset;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.Option;

/** The stream as Spark asks it, on a real broker. */
class KafkaStreamTest {
  private static final KafkaPace UNLIMITED =
      new KafkaPace(Long.MAX_VALUE, Optional.empty(), Duration.ZERO, Optional.empty());

  private final TestBroker broker = TestBroker.shared();
  private final String topic = broker.newTopic("stream", 1);
  private final List<LostRange> lost = new ArrayList<>();
  private KafkaStream stream;

  @AfterEach
  void stop() {
    stream.stop();
  }

  @Test
  void aBatchWaitsForItsLeastButNotForEver() {
    open(OnDataLoss.FAIL, pace(5, Duration.ofHours(1)));
    Offset first = latest(null);
    send(4);
    assertThat(latest(first)).isSameAs(first);
    send(1);
    assertThat(until(latest(first))).isEqualTo(5);

    stream.stop();
    open(OnDataLoss.FAIL, pace(5, Duration.ZERO));
    send(1);
    assertThat(until(latest(first))).isEqualTo(6);
  }

  @Test
  void aDrainDoesNotWait() {
    open(OnDataLoss.FAIL, pace(5, Duration.ofHours(1)));
    Offset first = latest(null);
    send(2);
    stream.prepareForTriggerAvailableNow();
    send(1);
    assertThat(until(latest(first))).isEqualTo(2);
  }

  @Test
  void theFirstOffsetIsKeptThoughThereIsNothingToRead() {
    open(OnDataLoss.FAIL, UNLIMITED);
    Offset first = latest(null);
    assertThat(until(first)).isZero();
    assertThat(latest(first)).isSameAs(first);
  }

  @Test
  void whatIsDeletedBetweenPlanAndReadStopsTheJob() {
    open(OnDataLoss.FAIL, UNLIMITED);
    send(10);
    Dataset<Row> batch = batch(latest(null));
    broker.deleteRecords(topic, 0, 4);
    assertThatThrownBy(batch::collectAsList)
        .hasStackTraceContaining(
            "topic %s, partition 0: offsets 0 to 3 (4 records at most) expired or were deleted"
                .formatted(topic));
    assertThat(lost).isEmpty();
  }

  @Test
  void whatIsDeletedBetweenPlanAndReadIsOnRecord() {
    open(OnDataLoss.RECORD, UNLIMITED);
    send(10);
    Offset offset = latest(null);
    assertThat(batch(offset).collectAsList()).hasSize(10);
    assertThat(stream.hasShrunk()).isFalse();
    broker.deleteRecords(topic, 0, 4);
    assertThat(stream.hasShrunk()).isTrue();
    assertThat(batch(offset).select(Source.OFFSET).collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(lost).containsExactly(new LostRange(topic, 0, 0, 4, Why.EXPIRED));
  }

  private void open(OnDataLoss onDataLoss, KafkaPace pace) {
    var source =
        new KafkaSource(
            new Connection(broker.bootstrap(), Map.of(), ""),
            Topics.of(topic),
            new KafkaStart.Earliest(),
            new KafkaColumns(
                new JsonDecoder(new StructType().add("n", "int")),
                KafkaColumns.Key.TEXT,
                KafkaColumns.Headers.DROP,
                KafkaColumns.Tombstones.SKIP,
                KeepRaw.NO),
            pace,
            onDataLoss,
            Duration.ofSeconds(30));
    stream = new KafkaStream(LocalSpark.session(), source, new Findings());
  }

  private static KafkaPace pace(long least, Duration longestWait) {
    return new KafkaPace(Long.MAX_VALUE, Optional.of(least), longestWait, Optional.empty());
  }

  private Offset latest(Offset start) {
    return stream.latestOffset(start, ReadLimit.allAvailable());
  }

  private static long until(Offset offset) {
    return KafkaOffset.parse(offset.json()).spans().get(0).until();
  }

  /** The batch's rows as a plain dataset: its relation, without the mark of a stream. */
  private Dataset<Row> batch(Offset end) {
    var rows = stream.getBatch(Option.empty(), new SerializedOffset(end.json()));
    var relation =
        (org.apache.spark.sql.execution.datasources.LogicalRelation)
            rows.queryExecution().logical();
    return LocalSpark.session().baseRelationToDataFrame(relation.relation());
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      broker.produce(topic, null, "{\"n\":%d}".formatted(i).getBytes(UTF_8));
    }
  }

  private final class Findings implements SourceEvents {
    @Override
    public void warn(UUID id, String entity, String message) {
      throw new AssertionError(message);
    }

    @Override
    public void lost(LostRange range) {
      lost.add(range);
    }
  }
}
