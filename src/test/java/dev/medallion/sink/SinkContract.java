package dev.medallion.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import dev.medallion.sink.Sink.Guarantee;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every sink keeps. Where it declares {@link Guarantee#AT_LEAST_ONCE}, a batch that is written
 * again may leave further copies, but never rows that nobody sent, and nothing is known of it.
 */
@Timeout(300)
abstract class SinkContract {
  private static final UUID QUERY = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final UUID OTHER = UUID.fromString("00000000-0000-0000-0000-000000000002");
  private static final StructType COLUMNS = StructType.fromDDL("id BIGINT, name STRING");

  @TempDir Path folder;
  final SparkSession spark = LocalSpark.session();

  /** The sink, which takes rows of any columns; the same target each time within a test. */
  abstract Sink sink();

  /** What a reader finds in the target now, as these columns; nothing where it is not there yet. */
  abstract List<Row> found(StructType columns);

  /** What a batch of so many rows says of their number. */
  OptionalLong counted(long rows) {
    return OptionalLong.of(rows);
  }

  /** Columns of all types that the sink takes, as SQL over {@code id} and {@code name}. */
  List<String> types() {
    return List.of(
        "id",
        "name",
        "id % 2 = 0 AS even",
        "CAST(id AS INT) AS whole",
        "id / 4 AS fraction",
        "CAST(id AS DECIMAL(20, 3)) AS price",
        "DATE '2026-01-31' AS day",
        "TIMESTAMP '2026-01-31 10:20:30.123Z' AS moment",
        "X'00FF' AS bytes",
        "NAMED_STRUCT('city', name, 'lines', ARRAY(NAMED_STRUCT('item', name))) AS place",
        "ARRAY(name, 'x') AS names",
        "MAP('k', id) AS entries",
        "CAST(NULL AS STRUCT<a: INT>) AS nothing");
  }

  /** Rows that cannot be written, by the sentence that refuses them. */
  Map<String, Dataset<Row>> refused() {
    return Map.of();
  }

  @Test
  void aBatchWrittenTwiceLeavesOneCopy() {
    Written first = sink().write(rows(0, 3), signature(QUERY, 0, 1));
    assertThat(first.rows()).isEqualTo(counted(3));
    Written again = sink().write(rows(0, 3), signature(QUERY, 0, 2));

    assertHolds(0, 3);
    if (once()) {
      assertThat(first.note()).isEqualTo(signature(QUERY, 0, 1).text());
      assertThat(again).isEqualTo(first);
      assertThat(sink().written(spark, new BatchId(QUERY, 0))).contains(first);
    } else {
      assertThat(sink().written(spark, new BatchId(QUERY, 0))).isEmpty();
    }
  }

  @Test
  void batchesFollowOneAnother() {
    for (long batch = 0; batch < 4; batch++) {
      assertThat(sink().written(spark, new BatchId(QUERY, batch))).isEmpty();
      Written written = sink().write(rows(batch, batch + 1), signature(QUERY, batch, batch));
      assertThat(written.rows()).isEqualTo(counted(1));
    }
    assertHolds(0, 4);
  }

  @Test
  void aBatchThatBreaksInTheMiddleIsWrittenWholeTheNextTime() {
    sink().write(rows(0, 2), signature(QUERY, 0, 1));
    assertThatThrownBy(() -> sink().write(broken(2, 100), signature(QUERY, 1, 2)))
        .hasStackTraceContaining("no name for 95");

    if (once()) {
      assertHolds(0, 2);
    } else {
      assertThat(rows(0, 100).collectAsList()).containsAll(found(COLUMNS));
    }
    assertThat(sink().written(spark, new BatchId(QUERY, 1))).isEmpty();
    Written written = sink().write(rows(2, 100), signature(QUERY, 1, 3));

    assertThat(written.rows()).isEqualTo(counted(98));
    assertHolds(0, 100);
  }

  @Test
  void theFirstBatchMayBreakToo() {
    assertThatThrownBy(() -> sink().write(broken(0, 100), signature(QUERY, 0, 1)))
        .hasStackTraceContaining("no name for 95");
    assertThat(sink().written(spark, new BatchId(QUERY, 0))).isEmpty();
    sink().write(rows(0, 100), signature(QUERY, 0, 2));
    assertHolds(0, 100);
  }

  @Test
  void twoQueriesDoNotDisturbEachOther() {
    sink().write(rows(0, 2), signature(QUERY, 0, 1));
    assertThat(sink().written(spark, new BatchId(OTHER, 0))).isEmpty();
    sink().write(rows(2, 5), signature(OTHER, 0, 2));
    sink().write(rows(5, 6), signature(OTHER, 1, 3));
    sink().write(rows(6, 7), signature(QUERY, 1, 4));
    assertHolds(0, 7);
  }

  @Test
  void aLaterBatchOnRecordIsTold() {
    for (long batch = 0; batch < 4; batch++) {
      sink().write(rows(batch, batch + 1), signature(QUERY, batch, batch));
    }
    if (once()) {
      String ahead = new TargetAhead(sink().name(), 3).getMessage();
      assertThatThrownBy(() -> sink().written(spark, new BatchId(QUERY, 1)))
          .isInstanceOf(TargetAhead.class)
          .hasMessage(ahead);
      assertThatThrownBy(() -> sink().write(rows(1, 2), signature(QUERY, 1, 5)))
          .isInstanceOf(TargetAhead.class)
          .hasMessage(ahead);
    }
    assertHolds(0, 4);
  }

  @Test
  void anEmptyBatchLeavesItsProof() {
    for (long batch = 0; batch < 2; batch++) {
      Written written = sink().write(rows(0, 0), signature(QUERY, batch, 1));
      assertThat(written.rows()).isEqualTo(counted(0));
      if (once()) {
        assertThat(sink().written(spark, new BatchId(QUERY, batch))).contains(written);
      }
    }
    assertThat(found(COLUMNS)).isEmpty();
    sink().write(rows(0, 2), signature(QUERY, 2, 2));
    assertHolds(0, 2);
  }

  @Test
  void nullsAndTypesArriveAsTheyWere() {
    Dataset<Row> rows = rows(0, 5).selectExpr(types().toArray(String[]::new));
    sink().write(rows, signature(QUERY, 0, 1));
    assertThat(found(rows.schema())).containsExactlyInAnyOrderElementsOf(rows.collectAsList());
  }

  /** Rows may come from a plan whose state changes when it is run. */
  @Test
  void rowsAreComputedOnce() throws Exception {
    LongAccumulator computed = spark.sparkContext().longAccumulator();
    Dataset<Row> rows = counting(rows(0, 50), computed);
    sink().verify(rows);
    assertThat(computed.value()).isZero();
    assertThat(found(COLUMNS)).isEmpty();

    assertThat(sink().write(rows, signature(QUERY, 0, 1)).rows()).isEqualTo(counted(50));

    assertThat(computed.value()).isEqualTo(50);
    assertHolds(0, 50);
  }

  @Test
  void whatCannotBeWrittenIsRefusedBefore() throws Exception {
    sink().verify(rows(0, 1));
    refused()
        .forEach(
            (sentence, rows) -> {
              assertThatThrownBy(() -> sink().verify(rows)).hasMessage(sentence);
              assertThatThrownBy(() -> sink().write(rows, signature(QUERY, 0, 1)));
            });
    assertThat(found(COLUMNS)).isEmpty();
  }

  @Test
  void anObjectionIsASentenceWithoutItsFullStop() {
    assertThat(sink().objection(OutputMode.APPEND)).isEmpty();
    for (OutputMode mode : OutputMode.values()) {
      assertThat(sink().objection(mode).orElse("fine")).isNotBlank().doesNotEndWith(".");
    }
  }

  final Signature signature(UUID query, long batch, long task) {
    return new Signature("job", QUERY, task, new BatchId(query, batch), "offsets");
  }

  /** Every third one has no name. */
  final Dataset<Row> rows(long from, long to) {
    return spark
        .range(from, to, 1, 4)
        .selectExpr("id", "IF(id % 3 = 2, NULL, CONCAT('name of ', id)) AS name");
  }

  private boolean once() {
    return sink().guarantee() == Guarantee.EXACTLY_ONCE;
  }

  /** The last of the four partitions fails behind its first rows. */
  private Dataset<Row> broken(long from, long to) {
    return rows(from, to)
        .selectExpr(
            "id", "IF(id < %d, name, RAISE_ERROR('no name for ' || id)) name".formatted(95));
  }

  private static Dataset<Row> counting(Dataset<Row> rows, LongAccumulator computed) {
    MapFunction<Row, Row> count =
        row -> {
          computed.add(1);
          return row;
        };
    return rows.map(count, Encoders.row(rows.schema()));
  }

  private void assertHolds(long from, long to) {
    List<Row> expected =
        LongStream.range(from, to)
            .mapToObj(id -> RowFactory.create(id, id % 3 == 2 ? null : "name of " + id))
            .toList();
    List<Row> found = found(COLUMNS);
    assertThat(once() ? found : List.copyOf(new HashSet<>(found)))
        .containsExactlyInAnyOrderElementsOf(expected);
  }
}
