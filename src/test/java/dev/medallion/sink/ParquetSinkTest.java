package dev.medallion.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import dev.medallion.delta.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the files of a batch lie, and what becomes of an attempt that was cut off. */
class ParquetSinkTest {
  private static final UUID FIRST = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final UUID SECOND = UUID.fromString("12345678-0000-0000-0000-000000000002");

  @TempDir Path folder;
  private final SparkSession spark = LocalSpark.session();

  @Test
  void aPlainReaderSeesAllBatchesAndWhereTheyAreFrom() {
    ParquetSink sink = sink("shop", "day");
    sink.write(sales("(1, 'a', '2026-01-31'), (2, 'b', NULL)"), signature(FIRST, 0));
    sink.write(sales("(3, 'a', '2026-01-31')"), signature(FIRST, 1));
    sink.write(sales("(4, 'a/=%', '2026-02-01')"), signature(SECOND, 0));

    Dataset<Row> read = spark.read().parquet(table().toString());
    assertThat(read.schema().toDDL())
        .isEqualTo("id INT,medallion_query STRING,medallion_batch INT,shop STRING,day DATE");
    assertThat(read.collectAsList().stream().map(Row::toString))
        .containsExactlyInAnyOrder(
            "[1,%s,0,a,2026-01-31]".formatted(FIRST),
            "[2,%s,0,b,null]".formatted(FIRST),
            "[3,%s,1,a,2026-01-31]".formatted(FIRST),
            "[4,%s,0,a/=%%,2026-02-01]".formatted(SECOND));
    assertThat(batch(FIRST, 0).resolve("shop=a/day=2026-01-31")).isDirectory();
    assertThat(spark.read().parquet(batch(FIRST, 0).toString()).count()).isEqualTo(2);
  }

  @Test
  void theTimeBeforeTheGregorianCalendarIsWrittenAsItIs() {
    sink().write(spark.sql("SELECT DATE '0001-01-01' AS day"), signature(FIRST, 0));
    assertThat(spark.read().parquet(table().toString()).first().get(0)).hasToString("0001-01-01");
  }

  @Test
  void whatADeadProcessLeftIsInvisibleAndThenRemoved() throws IOException {
    sink().write(numbers(0, 2), signature(FIRST, 0));
    Path writing = table().resolve("medallion_query=" + FIRST).resolve("_writing");
    FileUtils.copyDirectory(batch(FIRST, 0).toFile(), writing.resolve("_dead").toFile());
    FileUtils.copyDirectory(batch(FIRST, 0).toFile(), writing.resolve("_dead/shop=a").toFile());
    assertThat(spark.read().parquet(table().toString()).count()).isEqualTo(2);

    sink().write(numbers(2, 5), signature(FIRST, 1));

    assertThat(writing).doesNotExist();
    assertThat(spark.read().parquet(table().toString()).count()).isEqualTo(5);
  }

  /** As a rename that was cut off leaves it, on a store that copies file by file. */
  @Test
  void aBatchWithoutAllItsFilesIsWrittenAgain() throws IOException {
    sink().write(numbers(0, 100), signature(FIRST, 0));
    Files.delete(visible(table()).get(0));
    assertThat(sink().written(spark, new BatchId(FIRST, 0))).isEmpty();

    Written written = sink().write(numbers(0, 100), signature(FIRST, 0));

    assertThat(sink().written(spark, new BatchId(FIRST, 0))).contains(written);
    assertThat(spark.read().parquet(table().toString()).distinct().count()).isEqualTo(100);
    assertThat(spark.read().parquet(table().toString()).count()).isEqualTo(100);
  }

  @Test
  void partitionsThatCannotBeAreRefused() {
    Dataset<Row> rows = spark.sql("SELECT 1 AS id, ARRAY(1) AS list, X'00' AS bytes, 'a' AS shop");
    assertRefused(
        "partition-by names Shop, which is no column of these; there are id, list, bytes, shop",
        rows,
        "Shop");
    assertRefused("partition-by names a column twice; name it once", rows, "shop", "shop");
    assertRefused(
        "partition-by names list, whose type array<int> does not fit into the name of a folder;"
            + " choose another column",
        rows,
        "list");
    assertRefused(
        "partition-by names bytes, whose type binary does not fit into the name of a folder;"
            + " choose another column",
        rows,
        "bytes");
    assertRefused(
        "partition-by takes all columns; leave one for the files", rows.select("shop"), "shop");
  }

  /** A reader takes the types of one file for all of them, and turns an INT of 300 to a TINYINT. */
  @Test
  void columnsOfOtherTypesThanThoseOfTheFilesAreRefused() throws IOException {
    sink("shop").write(spark.sql("SELECT 1Y AS id, 2 AS number, 'a' AS shop"), signature(FIRST, 0));

    assertRefused(
        "the column ID is int, in the table it is tinyint; cast it",
        spark.sql("SELECT 300 AS ID, 2 AS number, 'a' AS shop"),
        "shop");
    sink("shop").verify(spark.sql("SELECT 3Y AS id, 2Y AS number, 7 AS shop, 'new' AS later"));
  }

  private void assertRefused(String sentence, Dataset<Row> rows, String... partitions) {
    assertThatThrownBy(() -> sink(partitions).verify(rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  private ParquetSink sink(String... partitions) {
    return new ParquetSink(new Table(table().toString(), Table.Kind.PATH), List.of(partitions));
  }

  private Path table() {
    return folder.resolve("t");
  }

  private Path batch(UUID query, long number) {
    return table().resolve("medallion_query=" + query).resolve("medallion_batch=" + number);
  }

  private Dataset<Row> sales(String values) {
    return spark.sql(
        "SELECT id, shop, DATE(day) AS day FROM VALUES %s AS sales(id, shop, day)"
            .formatted(values));
  }

  private Dataset<Row> numbers(long from, long to) {
    return spark.range(from, to, 1, 2).toDF();
  }

  private static Signature signature(UUID query, long batch) {
    return new Signature("job", query, batch, new BatchId(query, batch), "offsets");
  }

  /** Data files as a reader finds them: none below a hidden folder. */
  private static List<Path> visible(Path table) throws IOException {
    try (Stream<Path> files = Files.walk(table)) {
      return files
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> !table.relativize(file).toString().matches("(.*/)?[_.].*"))
          .toList();
    }
  }
}
