package dev.medallion.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import dev.medallion.decode.CsvDialect.Blanks;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is well formed means the same to our decoder as to Spark's reader. */
class CsvAgainstSparkTest {
  private static final StructType SCHEMA =
      StructType.fromDDL(
          "l BIGINT, i INT, s SMALLINT, b TINYINT, t BOOLEAN, f FLOAT, d DOUBLE, m DECIMAL(20,4),"
              + " a DATE, z TIMESTAMP, n TIMESTAMP_NTZ, x STRING, y STRING");

  @ParameterizedTest
  @ValueSource(strings = {",\"\"", ";''", "|\"\\", "\t'\\"})
  void generatedRecordsAreTheSame(String dialect) {
    Random random = new Random(dialect.hashCode());
    CsvDialect ours =
        new CsvDialect(dialect.charAt(0), dialect.charAt(1), dialect.charAt(2), "", Blanks.KEEP);
    List<String> lines = Stream.generate(() -> line(random, ours)).limit(2_000).toList();

    List<String> spark =
        LocalSpark.session()
            .read()
            .schema(SCHEMA)
            .option("sep", dialect.substring(0, 1))
            .option("quote", dialect.substring(1, 2))
            .option("escape", dialect.substring(2, 3))
            .option("mode", "PERMISSIVE")
            .csv(LocalSpark.session().createDataset(lines, Encoders.STRING()))
            .collectAsList()
            .stream()
            .map(row -> row.mkString(" | "))
            .toList();

    assertThat(lines.stream().map(line -> decoded(ours, line)).toList()).isEqualTo(spark);
  }

  /** Whatever comes, there is a row or a reason, and the slots hold only one of them. */
  @Test
  void noiseNeverFails() {
    Random random = new Random(5);
    CsvDialect dialect = new CsvDialect(',', '"', '"', "", Blanks.CUT);
    CsvDecoder decoder = new CsvDecoder(StructType.fromDDL("a INT, b STRING"), dialect);
    String alphabet = ",,\"\"12 x\t-\\é";
    int good = 0;
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes =
          random
              .ints(random.nextInt(9), 0, alphabet.length())
              .mapToObj(at -> alphabet.substring(at, at + 1))
              .collect(Collectors.joining())
              .getBytes(UTF_8);
      Object[] target = new Object[2];
      List<String> reasons = decoder.decode(bytes, 0, bytes.length, target);
      good += reasons.isEmpty() ? 1 : 0;
      if (!reasons.isEmpty()) {
        assertThat(target).containsOnlyNulls();
      }
    }
    assertThat(good).isBetween(1_000, 50_000);
  }

  private static String decoded(CsvDialect dialect, String line) {
    byte[] bytes = line.getBytes(UTF_8);
    Object[] target = new Object[SCHEMA.size()];
    assertThat(new CsvDecoder(SCHEMA, dialect).decode(bytes, 0, bytes.length, target))
        .as(line)
        .isEmpty();
    Object row =
        CatalystTypeConverters.createToScalaConverter(SCHEMA).apply(new GenericInternalRow(target));
    return ((Row) row).mkString(" | ");
  }

  private static String line(Random random, CsvDialect dialect) {
    List<String> fields = new ArrayList<>();
    fields.add(String.valueOf(random.nextLong()));
    fields.add(String.valueOf(random.nextInt()));
    fields.add(String.valueOf((short) random.nextInt()));
    fields.add(String.valueOf((byte) random.nextInt()));
    fields.add(String.valueOf(random.nextBoolean()));
    fields.add(String.valueOf(random.nextFloat() * 1e6f));
    fields.add(String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300)));
    fields.add(random.nextInt() + "." + random.nextInt(10_000));
    fields.add("%04d-%02d-%02d".formatted(1 + random.nextInt(9_998), 1 + random.nextInt(12), 28));
    fields.add(
        "2024-%02d-01T10:11:12.%06dZ".formatted(1 + random.nextInt(12), random.nextInt(1_000_000)));
    fields.add("1969-12-31T23:59:59." + random.nextInt(1_000));
    fields.add(text(random, dialect));
    fields.add(text(random, dialect));
    return fields.stream()
        .map(field -> random.nextInt(10) == 0 ? "" : written(random, field, dialect))
        .collect(Collectors.joining(Character.toString(dialect.delimiter())));
  }

  /** Never empty, which Spark takes for NULL also in quotes. */
  private static String text(Random random, CsvDialect dialect) {
    String alphabet = "ab,;| '\"\\é😀\t" + (char) dialect.delimiter();
    int[] signs = alphabet.codePoints().toArray();
    return random
        .ints(1 + random.nextInt(8), 0, signs.length)
        .mapToObj(at -> Character.toString(signs[at]))
        .collect(Collectors.joining());
  }

  private static String written(Random random, String field, CsvDialect dialect) {
    String quote = Character.toString(dialect.quote());
    String escape = Character.toString(dialect.escape());
    boolean plain =
        !field.contains(quote) && !field.contains(Character.toString(dialect.delimiter()));
    if (plain && random.nextBoolean()) {
      return field;
    }
    String escaped = escape.equals(quote) ? field : field.replace(escape, escape + escape);
    return quote + escaped.replace(quote, escape + quote) + quote;
  }
}
