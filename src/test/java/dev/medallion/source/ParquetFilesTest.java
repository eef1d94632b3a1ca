package dev.medallion.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import dev.medallion.decode.OnNewColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parquet files read as they are, as far as they are whole and are what the schema says. */
class ParquetFilesTest {
  private static final SparkSession SPARK = LocalSpark.session();
  private static final String EVERY_TYPE =
      """
      SELECT id AS l, int(id) AS i, smallint(id) AS s, tinyint(id) AS b, id = 1 AS t,
        float(id / 3) AS f, id / 3 AS d, CAST(id / 3 AS DECIMAL(9,2)) AS d9,
        CAST(-id / 3 AS DECIMAL(18,6)) AS d18, CAST(id / 3 AS DECIMAL(38,10)) AS d38,
        concat('text ', id) AS x, binary(string(id)) AS y, date_add(DATE'1700-01-01', int(id)) AS a,
        timestamp_millis(1711850399123 + id) AS z, CAST(timestamp_millis(id) AS TIMESTAMP_NTZ) AS n,
        array(named_struct('p', id, 'q', string(null))) AS v, map('k', array(id)) AS m,
        IF(id % 2 = 0, 'even', null) AS e
      FROM range(0, 5000, 1, 1)
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"INT96, true", "TIMESTAMP_MICROS, true", "TIMESTAMP_MILLIS, true", "INT96, false"})
  void everyTypeIsReadAsItWasWritten(String timestamps, boolean vectorized) throws IOException {
    SparkSession spark = SPARK.newSession();
    spark.conf().set("spark.sql.parquet.outputTimestampType", timestamps);
    spark.conf().set("spark.sql.parquet.enableVectorizedReader", vectorized);
    Dataset<Row> rows = spark.sql(EVERY_TYPE);
    Path file = written(rows);
    assertThat(rows(spark, rows.schema(), file))
        .isEqualTo(rows.collectAsList().stream().map(ParquetFilesTest::shown).toList());
  }

  @Test
  void columnsAreFoundByTheirNames() throws IOException {
    Path file = written(SPARK.sql("SELECT 1 AS Other, 'x' AS NAME, 2S AS qty"));
    assertThat(rows("gone DATE, qty INT, name STRING", file)).containsExactly("null | 2 | x");
  }

  @Test
  void aColumnOfAnotherTypeKeepsTheFileBack() throws IOException {
    Path file =
        written(
            SPARK.sql(
                "SELECT 1L AS a, 1.25BD AS b, 'x' AS c, named_struct('n', 1) AS d,"
                    + " array(1.0D) AS e, TIMESTAMP'2024-01-01 00:00:00' AS f FROM range(3)"));
    String from = "from row 1 of the file on: ";
    assertThat(
            rows(
                "a INT, b DECIMAL(3,1), c BINARY, d STRUCT<n: STRING>, e ARRAY<FLOAT>,"
                    + " f TIMESTAMP_NTZ",
                file))
        .containsExactly(
            "from row 1 on of FILE: ["
                + String.join(
                    ", ",
                    from + "a: expected int, found bigint",
                    from + "b: expected decimal(3,1), found decimal(3,2)",
                    from + "c: expected binary, found string",
                    from + "d.n: expected string, found int",
                    from + "e[]: expected float, found double",
                    from + "f: expected timestamp_ntz, found timestamp")
                + "]");
    assertThat(rows("z INT", file))
        .containsExactly("from row 1 on of FILE: [" + from + "holds none of the schema's columns]");
  }

  @Test
  void whatIsNoParquetIsTold() throws IOException {
    String reason =
        "from row 1 on of FILE: [from row 1 of the file on: damaged or no Parquet: FILE is not a"
            + " Parquet file%s]";
    assertThat(rows("a INT", Files.writeString(folder.resolve("a.parquet"), "")))
        .containsExactly(reason.formatted(" (length is too low: 0)"));
    assertThat(rows("a INT", Files.writeString(folder.resolve("b.parquet"), "{\"a\": 1}\n")))
        .containsExactly(reason.formatted(" (length is too low: 9)"));
    assertThat(rows("a INT", Files.writeString(folder.resolve("c.parquet"), "x".repeat(50))))
        .containsExactly(
            reason.formatted(". Expected magic number at tail, but found [120, 120, 120, 120]"));
  }

  @Test
  void whatComesBeforeADamageArrivesAndComesAgain() throws IOException {
    SparkSession spark = SPARK.newSession();
    spark.conf().set("spark.sql.parquet.compression.codec", "none");
    Path file =
        written(
            spark
                .sql("SELECT id, sha2(string(id), 256) AS x FROM range(0, 20000, 1, 1)")
                .coalesce(1),
            "parquet.block.size",
            "300000");
    byte[] content = Files.readAllBytes(file);
    Arrays.fill(content, content.length / 2, content.length / 2 + 100_000, (byte) 0xFF);
    Files.write(file, content);

    List<String> found = rows("id BIGINT, x STRING", file);

    assertThat(found).hasSizeBetween(1_000, 19_000);
    int good = found.size() - 1;
    for (int i = 0; i < good; i++) {
      assertThat(found.get(i)).startsWith(i + " | ");
    }
    assertThat(found.get(good))
        .startsWith(
            "from row %1$d on of FILE: [from row %1$d of the file on: damaged or no Parquet: "
                .formatted(good + 1));
    assertThat(rows("id BIGINT, x STRING", file)).isEqualTo(found);
  }

  @Test
  void aFlippedBitNeverFails() throws IOException {
    Path file = written(SPARK.sql("SELECT id, string(id) AS x FROM range(0, 50, 1, 1)"));
    byte[] whole = Files.readAllBytes(file);
    StructType schema = StructType.fromDDL("id BIGINT, x STRING");
    LandedFormat format = new ParquetFiles(schema, OnNewColumn.IGNORE).prepared(SPARK);
    Random random = new Random(11);
    for (int round = 0; round < 200; round++) {
      byte[] content = whole.clone();
      content[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, content);
      assertThat(read(format, schema, Slice.of("file:" + file, whole.length)))
          .as("round " + round)
          .hasSizeBetween(0, 51);
    }
  }

  @Test
  void aFileOfAnotherSizeThanListedIsNotRead() throws IOException {
    Path file = written(SPARK.sql("SELECT 1 AS a"));
    Slice listed = Slice.of("file:" + file, Files.size(file) - 1);
    assertThat(read(SPARK, StructType.fromDDL("a INT"), listed))
        .containsExactly(
            "from row 1 on of FILE: [from row 1 of the file on: changed after it was listed with %d"
                    .formatted(listed.size())
                + " bytes: it has %d]".formatted(listed.size() + 1));
  }

  @Test
  void aFileThatIsGoneFails() {
    Slice gone = Slice.of("file:" + folder.resolve("gone.parquet"), 5);
    assertThatThrownBy(() -> read(SPARK, StructType.fromDDL("a INT"), gone))
        .isInstanceOf(IOException.class)
        .hasMessage("a file of the batch in hand is gone: " + gone.path() + "; put it back");
  }

  /** Writes one file and gives it a name that a checksum's name cannot be formed for. */
  private Path written(Dataset<Row> rows, String... options) throws IOException {
    Path made = folder.resolve("made");
    var writer = rows.coalesce(1).write().mode("overwrite");
    for (int i = 0; i < options.length; i += 2) {
      writer.option(options[i], options[i + 1]);
    }
    writer.parquet(made.toString());
    try (var files = Files.list(made)) {
      Path part = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      return Files.move(part, folder.resolve("10:30 %20.parquet"));
    }
  }

  private static List<String> rows(String ddl, Path file) throws IOException {
    return rows(SPARK, StructType.fromDDL(ddl), file);
  }

  private static List<String> rows(SparkSession spark, StructType schema, Path file)
      throws IOException {
    return read(spark, schema, Slice.of("file:" + file, Files.size(file)));
  }

  private static List<String> read(SparkSession spark, StructType schema, Slice slice)
      throws IOException {
    return read(new ParquetFiles(schema, OnNewColumn.IGNORE).prepared(spark), schema, slice);
  }

  private static List<String> read(LandedFormat format, StructType schema, Slice slice)
      throws IOException {
    LandedFormat.Files files = format.files(new Configuration());
    assertThat(files.parts(slice, 10)).containsExactly(slice);
    List<String> rows = new ArrayList<>();
    try (LandedFormat.Records records = files.open(slice)) {
      LandedRow row = new LandedRow(schema.size());
      for (row.clear(null); records.next(row); row.clear(null)) {
        rows.add(shown(row.row(), schema).replace(slice.path(), "FILE"));
      }
      assertThat(records.next(row)).isFalse();
    }
    return rows;
  }

  private static String shown(InternalRow row, StructType schema) {
    int width = schema.size();
    Object[] values = ((GenericInternalRow) row).values();
    if (!row.isNullAt(width + 2)) {
      Object[] reasons = row.getArray(width + 2).array();
      return row.getUTF8String(width + 1) + ": " + Arrays.toString(reasons);
    }
    Object converted =
        CatalystTypeConverters.createToScalaConverter(schema)
            .apply(new GenericInternalRow(Arrays.copyOf(values, width)));
    return shown((Row) converted);
  }

  private static String shown(Row row) {
    return IntStream.range(0, row.size())
        .mapToObj(row::get)
        .map(value -> value instanceof byte[] bytes ? Arrays.toString(bytes) : value)
        .map(String::valueOf)
        .collect(Collectors.joining(" | "));
  }
}
