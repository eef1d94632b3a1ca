package dev.medallion.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import dev.medallion.delta.Table;
import dev.medallion.sink.DeltaSink.Purpose;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaSinkTest {
  private static final UUID QUERY = UUID.fromString("00000000-0000-0000-0000-000000000001");

  @TempDir Path folder;
  private final SparkSession spark = LocalSpark.session();

  @AfterEach
  void dropDatabase() {
    spark.sql("DROP DATABASE IF EXISTS sinks CASCADE");
  }

  @Test
  void aTableByPathHoldsEachBatchOnce() {
    var table = new Table(folder.resolve("t").toString(), Table.Kind.PATH);
    writesEachBatchOnce(new DeltaSink(table, Purpose.ROWS), 0);
    assertThat(spark.read().format("delta").load(table.name()).count()).isEqualTo(5);
  }

  @Test
  void aTableOfTheCatalogHoldsEachBatchOnce() {
    spark.sql("CREATE DATABASE sinks LOCATION '" + folder.resolve("sinks") + "'");
    writesEachBatchOnce(new DeltaSink(new Table("sinks.t", Table.Kind.CATALOG), Purpose.ROWS), 1);
    assertThat(spark.table("sinks.t").count()).isEqualTo(5);
  }

  private void writesEachBatchOnce(DeltaSink sink, long first) {
    assertThat(sink.written(spark, batch(0))).isEmpty();
    for (int attempt = 1; attempt <= 2; attempt++) {
      assertThat(sink.write(rows(3), by(0))).isEqualTo(written(3, first, by(0)));
    }
    assertThat(sink.write(rows(0), by(1))).isEqualTo(written(0, first + 1, by(1)));
    assertThat(sink.write(rows(2), by(2))).isEqualTo(written(2, first + 2, by(2)));
    assertThat(sink.write(rows(2), by(2))).isEqualTo(written(2, first + 2, by(2)));
    assertThat(sink.written(spark, batch(2))).contains(written(2, first + 2, by(2)));
    assertThat(sink.written(spark, batch(3))).isEmpty();
    assertThatThrownBy(() -> sink.write(rows(4), by(1)))
        .isInstanceOf(TargetAhead.class)
        .hasMessageStartingWith(sink.name() + " holds a batch 2 of this query that its");
  }

  private static Signature by(long batch) {
    return new Signature("job", QUERY, batch, batch(batch), "offsets");
  }

  private Dataset<Row> rows(long count) {
    return spark.range(count).toDF();
  }

  private static BatchId batch(long number) {
    return new BatchId(QUERY, number);
  }

  private static Written written(long rows, long version, Signature by) {
    return new Written(OptionalLong.of(rows), OptionalLong.of(version), by.text());
  }
}
