package dev.medallion.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import dev.medallion.delta.Table;
import dev.medallion.sink.DeltaSink.Purpose;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeltaUpsertTest {
  private static final UUID QUERY = UUID.fromString("00000000-0000-0000-0000-000000000002");

  @TempDir Path folder;
  private final SparkSession spark = LocalSpark.session();

  @Test
  void anEarlierRowDoesNotReplaceALaterOne() {
    DeltaSink sink = sink(List.of("id"), List.of("at"), Optional.empty());
    sink.write(rows("(1, 10, 'a'), (2, 5, 'c'), (3, NULL, 'd')"), by(0));
    assertThat(
            sink.write(rows("(1, 9, 'old'), (2, 5, 'same'), (3, 1, 'new'), (4, NULL, 'e')"), by(1)))
        .isEqualTo(written(3, 2, by(1)));
    sink.write(rows("(3, NULL, 'unknown')"), by(2));
    assertThat(table()).containsExactly("[1,10,a]", "[2,5,same]", "[3,1,new]", "[4,null,e]");
  }

  @Test
  void aBatchThatIsWrittenAgainChangesNothing() {
    DeltaSink sink = sink(List.of("id"), List.of(), Optional.empty());
    sink.write(rows("(1, 1, 'a')"), by(0));
    sink.write(rows("(1, 2, 'b')"), by(1));
    assertThat(sink.write(rows("(1, 3, 'other')"), by(1))).isEqualTo(written(1, 2, by(1)));
    assertThat(sink.written(spark, by(1).batch())).contains(written(1, 2, by(1)));
    assertThat(table()).containsExactly("[1,2,b]");
  }

  @Test
  void aBatchWithoutRowsLeavesItsProof() {
    DeltaSink sink = sink(List.of("id"), List.of(), Optional.empty());
    assertThat(sink.write(rows("(1, 1, 'a')").limit(0), by(0))).isEqualTo(written(0, 1, by(0)));
    assertThat(sink.write(rows("(1, 1, 'a')").limit(0), by(1))).isEqualTo(written(0, 2, by(1)));
  }

  @Test
  void noOtherWriteOfTheSessionBearsTheProof() {
    sink(List.of("id"), List.of(), Optional.empty()).write(rows("(1, 1, 'a')"), by(0));
    spark.sql("DELETE FROM delta.`%s` WHERE id = 1".formatted(path()));
    assertThat(table()).isEmpty();
    assertThat(new Table(path(), Table.Kind.PATH).log(spark).commit(2).orElseThrow())
        .matches(commit -> commit.transactions().isEmpty() && commit.userMetadata().isEmpty());
  }

  @Test
  void rowsDeleteThoseOfTheirKey() {
    DeltaSink sink = sink(List.of("id"), List.of("at"), Optional.of("what = 'gone'"));
    sink.write(rows("(1, 10, 'a'), (2, 10, 'b'), (3, 10, 'gone')"), by(0));
    assertThat(sink.write(rows("(1, 11, 'gone'), (2, 9, 'gone'), (4, 1, NULL)"), by(1)))
        .isEqualTo(written(2, 2, by(1)));
    assertThat(table()).containsExactly("[2,10,b]", "[4,1,null]");
  }

  @Test
  void nullIsAKeyLikeAnyOther() {
    DeltaSink sink = sink(List.of("id", "at"), List.of(), Optional.empty());
    sink.write(rows("(NULL, CAST(NULL AS INT), 'a'), (1, NULL, 'b')"), by(0));
    sink.write(rows("(CAST(NULL AS INT), CAST(NULL AS INT), 'c')"), by(1));
    assertThat(table()).containsExactly("[1,null,b]", "[null,null,c]");
  }

  @Test
  void severalRowsOfAKeyWithoutAnOrderAreRefused() {
    DeltaSink sink = sink(List.of("id"), List.of(), Optional.empty());
    sink.write(rows("(1, 1, 'a')"), by(0));
    assertThatThrownBy(() -> sink.write(rows("(7, 1, 'a'), (7, 2, 'b')"), by(1)))
        .rootCause()
        .hasMessage(
            "several rows of the batch have the key {\"id\":7}; set latest-by, which says which of"
                + " them is the latest");
    assertThat(table()).containsExactly("[1,1,a]");
  }

  @Test
  void aKeyThatIsNoColumnIsRefused() {
    assertThatThrownBy(
            () -> sink(List.of("nr"), List.of(), Optional.empty()).verify(rows("(1, 1, 'a')")))
        .hasMessage("keys names nr, but the columns are id, at, what");
    assertThatThrownBy(
            () ->
                sink(List.of("id"), List.of("when"), Optional.empty()).verify(rows("(1, 1, 'a')")))
        .hasMessage("latest-by names when, but the columns are id, at, what");
    assertThatThrownBy(
            () ->
                sink(List.of("m"), List.of(), Optional.empty())
                    .verify(spark.sql("SELECT map(1, 2) AS m")))
        .hasMessage("keys names m, whose type map<int, int> cannot be compared");
  }

  private DeltaSink sink(List<String> keys, List<String> latestBy, Optional<String> deleteWhen) {
    return new DeltaSink(
        new Table(path(), Table.Kind.PATH),
        Purpose.ROWS,
        new DeltaUpsert(new Keys(keys, latestBy), deleteWhen));
  }

  private String path() {
    return folder.resolve("t").toString();
  }

  private List<String> table() {
    return spark.read().format("delta").load(path()).collectAsList().stream()
        .map(Row::toString)
        .sorted()
        .toList();
  }

  private Dataset<Row> rows(String values) {
    return spark.sql("SELECT * FROM VALUES " + values + " AS t(id, at, what)");
  }

  private static Signature by(long batch) {
    return new Signature("job", QUERY, batch, new BatchId(QUERY, batch), "offsets");
  }

  private static Written written(long rows, long version, Signature by) {
    return new Written(OptionalLong.of(rows), OptionalLong.of(version), by.text());
  }
}
