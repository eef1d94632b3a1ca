package dev.medallion.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an upsert does to a table, whatever the database. */
abstract class JdbcUpsertContract {
  private static final UUID QUERY = UUID.fromString("00000000-0000-0000-0000-000000000003");

  private final SparkSession spark = LocalSpark.session();
  private JdbcTables tables;

  /** Where there is no table yet; the same within a test. */
  abstract JdbcTables tables();

  /** The type of a text of 9 letters, to which a and A are the same. */
  abstract String ignoringCase();

  @BeforeEach
  void open() {
    tables = tables();
  }

  @Test
  void aRowTakesThePlaceOfTheOneWithItsKey() {
    JdbcSink sink = tables.upsert("Loans", List.of("ID"), List.of());
    assertThat(sink.write(rows("(1, 1, 'a'), (2, 1, 'b'), (NULL, 1, 'c')"), by(0)))
        .isEqualTo(written(3, 0));
    assertThat(sink.write(rows("(2, 0, 'B'), (NULL, 0, 'C'), (3, 0, 'd')"), by(1)))
        .isEqualTo(written(3, 1));
    assertThat(loans()).containsExactly("null,0,C", "1,1,a", "2,0,B", "3,0,d");
  }

  @Test
  void theLatestOfSeveralRowsOfAKeyStays() {
    JdbcSink sink = tables.upsert("loans", List.of("id"), List.of("at", "text"));
    assertThat(sink.write(rows("(1, 10, 'a'), (1, 20, 'b'), (1, NULL, 'c'), (1, 20, 'a')"), by(0)))
        .isEqualTo(written(1, 0));
    assertThat(loans()).containsExactly("1,20,b");
  }

  @Test
  void anEarlierRowDoesNotReplaceALaterOne() {
    JdbcSink sink = tables.upsert("loans", List.of("id"), List.of("at"));
    sink.write(rows("(1, 10, 'a'), (2, 5, 'c'), (3, NULL, 'd'), (4, NULL, 'e')"), by(0));
    assertThat(
            sink.write(
                rows("(1, 9, 'old'), (2, 5, 'same'), (3, 1, 'new'), (4, NULL, 'same')"), by(1)))
        .isEqualTo(written(3, 1));
    assertThat(sink.write(rows("(3, CAST(NULL AS INT), 'unknown')"), by(2)))
        .isEqualTo(written(0, 2));
    assertThat(loans()).containsExactly("1,10,a", "2,5,same", "3,1,new", "4,null,same");
  }

  @Test
  void theOrderMayHaveSeveralColumns() {
    JdbcSink sink = tables.upsert("loans", List.of("id"), List.of("at", "text"));
    sink.write(rows("(1, 1, 'm'), (2, 1, 'm'), (3, 1, 'm'), (4, 1, NULL)"), by(0));
    assertThat(sink.write(rows("(1, 1, 'l'), (2, 1, 'n'), (3, 2, 'a'), (4, 1, NULL)"), by(1)))
        .isEqualTo(written(3, 1));
    assertThat(loans()).containsExactly("1,1,m", "2,1,n", "3,2,a", "4,1,null");
  }

  @Test
  void severalRowsOfAKeyWithoutAnOrderAreRefusedByTheKey() {
    JdbcSink sink = tables.upsert("loans", List.of("id"), List.of());
    sink.write(rows("(1, 1, 'a')"), by(0));
    assertThatThrownBy(() -> sink.write(rows("(7, 1, 'a'), (7, 2, 'b'), (8, 1, 'c')"), by(1)))
        .hasStackTraceContaining(
            "several rows of the batch have the key {\"id\":7}; set latest-by, which says which of"
                + " them is the latest");
    assertThat(loans()).containsExactly("1,1,a");
    assertThat(sink.written(spark, by(1).batch())).isEmpty();
  }

  @Test
  void rowsThatOnlyTheDatabaseTakesForOneAreRefused() {
    tables.execute("CREATE TABLE loans (id %s PRIMARY KEY)".formatted(ignoringCase()));
    JdbcSink sink = tables.upsert("loans", List.of("id"), List.of());
    assertThatThrownBy(
            () -> sink.write(spark.sql("SELECT * FROM VALUES ('x'), ('X') AS t(id)"), by(0)))
        .isInstanceOf(TargetRefused.class)
        .hasMessageMatching(
            "loans at jdbc:\\S+ takes several rows of the batch for one: those with id ="
                + " '[xX]'");
  }

  @Test
  void aTableOfKeysAloneKeepsEachOnce() {
    JdbcSink sink = tables.upsert("loans", List.of("id"), List.of());
    sink.write(rows("(1, 1, 'a')").select("id"), by(0));
    assertThat(sink.write(rows("(1, 1, 'a'), (2, 1, 'b')").select("id"), by(1)))
        .isEqualTo(written(1, 1));
    assertThat(tables.rows("SELECT * FROM loans ORDER BY 1")).containsExactly("1", "2");
  }

  @Test
  void aTableThatIsThereKeepsItsOtherColumns() {
    tables.execute(
        "CREATE TABLE loans (text VARCHAR(9), id BIGINT, seen INT DEFAULT 5, at INT,"
            + " PRIMARY KEY (id))");
    tables.execute("INSERT INTO loans VALUES ('old', 1, 7, 1)");
    JdbcSink sink = tables.upsert("loans", List.of("id"), List.of());
    sink.write(rows("(1, 2, 'new'), (2, 2, 'b')"), by(0));
    assertThat(tables.rows("SELECT id, at, text, seen FROM loans ORDER BY id"))
        .containsExactly("1,2,new,7", "2,2,b,5");
  }

  @Test
  void aKeyThatIsThereTwiceInTheTableIsNotMultiplied() {
    tables.execute("CREATE TABLE loans (id INT, at INT, text VARCHAR(9))");
    tables.execute("INSERT INTO loans VALUES (1, 1, 'a'), (1, 1, 'b')");
    JdbcSink sink = tables.upsert("loans", List.of("id"), List.of());
    sink.write(rows("(1, 2, 'c')"), by(0));
    assertThat(loans()).containsExactly("1,2,c", "1,2,c");
  }

  private List<String> loans() {
    return tables.rows("SELECT id, at, text FROM loans ORDER BY id");
  }

  private Dataset<Row> rows(String values) {
    return spark.sql("SELECT * FROM VALUES " + values + " AS t(id, at, text)").repartition(3);
  }

  private static Signature by(long batch) {
    return new Signature("job", QUERY, batch, new BatchId(QUERY, batch), "offsets");
  }

  private static Written written(long rows, long batch) {
    return new Written(OptionalLong.of(rows), OptionalLong.empty(), by(batch).text());
  }
}
