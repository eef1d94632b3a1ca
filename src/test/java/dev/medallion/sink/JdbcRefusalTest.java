package dev.medallion.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the database does not take is told by the row, and nothing of the batch is there. */
class JdbcRefusalTest {
  private static final UUID QUERY = UUID.fromString("00000000-0000-0000-0000-000000000004");

  @TempDir Path folder;
  private final SparkSession spark = LocalSpark.session();
  private JdbcTables tables;

  @BeforeEach
  void open() {
    tables = JdbcTables.h2(folder.resolve("refusal").toString());
  }

  @Test
  void aTextTooLong() {
    tables.execute("CREATE TABLE loans (id BIGINT, name VARCHAR(10))");
    refuses(
        tables.append("loans"),
        "IF(id = 61, 'a name that is too long', name)",
        "the row with id = '61', name = 'a name that is too long': Value too long for column"
            + " \"NAME CHARACTER VARYING(10)\": \"'a name that is too long' (23)\"");
  }

  @Test
  void aNumberOutOfRange() {
    tables.execute("CREATE TABLE loans (id SMALLINT, name VARCHAR(100))");
    refusesId(
        "IF(id = 61, 70000, id)",
        "the row with id = '70000', name = 'n61': Numeric value out of range: \"70000\" in column"
            + " \"ID\"");
  }

  @Test
  void aMissingValue() {
    tables.execute("CREATE TABLE loans (id BIGINT, name VARCHAR(10) NOT NULL)");
    refuses(
        tables.append("loans"),
        "IF(id = 61, NULL, name)",
        "the row with id = '61', name = NULL: NULL not allowed for column \"NAME\"");
  }

  @Test
  void aBrokenCheck() {
    tables.execute(
        "CREATE TABLE loans (id BIGINT, name VARCHAR(10), CONSTRAINT no_n61 CHECK (name <> 'n61'))");
    refuses(
        tables.append("loans"),
        "name",
        "the row with id = '61', name = 'n61': Check constraint violation: \"NO_N61: \"");
  }

  @Test
  void aKeyOfTheTable() {
    tables.execute("CREATE TABLE loans (id BIGINT, name VARCHAR(10) UNIQUE)");
    tables.execute("INSERT INTO loans VALUES (-1, 'n61')");
    assertThat(message(tables.append("loans"), "name"))
        .contains(
            " does not take the row with id = '61', name = 'n61': Unique index or primary key"
                + " violation: ");
  }

  @Test
  void aKeyOfAnEarlierRowOfTheBatch() {
    tables.execute("CREATE TABLE loans (id BIGINT, name VARCHAR(10) UNIQUE)");
    assertThat(message(tables.append("loans"), "IF(id = 61, 'n5', name)"))
        .contains(
            " does not take the row with id = '61', name = 'n5': Unique index or primary key"
                + " violation: ");
    assertThat(tables.rows("SELECT COUNT(*) FROM loans")).containsExactly("0");
  }

  @Test
  void anUpsertNamesTheKey() {
    tables.execute("CREATE TABLE loans (id BIGINT, name VARCHAR(10) CHECK (name <> 'n61'))");
    assertThat(message(tables.upsert("loans", List.of("id"), List.of()), "name"))
        .contains(" does not take the row with id = '61': Check constraint violation: ");
  }

  @Test
  void whatWasCommittedBeforeStaysAndTheRepairedBatchGoesOn() {
    tables.execute("CREATE TABLE loans (id BIGINT, name VARCHAR(10))");
    JdbcSink sink = tables.append("loans");
    sink.write(rows("name"), by(0));
    assertThatThrownBy(() -> sink.write(rows("REPEAT(name, 4)"), by(1)))
        .hasStackTraceContaining("Value too long");
    assertThat(tables.rows("SELECT COUNT(*) FROM loans")).containsExactly("100");
    tables.execute("ALTER TABLE loans ALTER COLUMN name VARCHAR(20)");
    sink.write(rows("REPEAT(name, 4)"), by(1));
    assertThat(tables.rows("SELECT COUNT(*) FROM loans")).containsExactly("200");
  }

  @Test
  void aTriggerThatRefusesEverythingIsNoRowsFault() {
    tables.execute("CREATE TABLE loans (id BIGINT, name VARCHAR(10))");
    JdbcSink sink = tables.append("loans");
    sink.write(rows("name"), by(0));
    tables.execute("ALTER TABLE medallion_batches ADD CHECK (batch_id < 1)");
    assertThatThrownBy(() -> sink.write(rows("name"), by(1)))
        .isInstanceOf(TargetRefused.class)
        .hasMessageMatching("database jdbc:h2:\\S+ refused a statement: Check constraint .*");
    assertThat(tables.rows("SELECT COUNT(*) FROM loans")).containsExactly("100");
  }

  @Test
  void tablesThatDoNotFitAreToldBefore() {
    tables.execute(
        "CREATE TABLE loans (id INT GENERATED ALWAYS AS IDENTITY, name DATE, price DECIMAL(9, 1),"
            + " owner VARCHAR NOT NULL)");
    Dataset<Row> rows =
        spark.sql("SELECT 1L AS id, 'x' AS name, 1.25BD AS price, 'x' AS town, X'00' AS bytes");
    String sentence =
        "table LOANS does not fit: the database itself fills id; leave it out of the SQL; name is"
            + " date there and string in the rows; cast it in the SQL; price is decimal there and"
            + " decimal(3,2) in the rows; cast it in the SQL; it has no column town, but ID, NAME,"
            + " PRICE, OWNER; it has no column bytes, but ID, NAME, PRICE, OWNER; its column OWNER"
            + " must have a value, and the rows have none";
    assertThatThrownBy(() -> tables.append("loans").verify(rows)).hasMessage(sentence);
    assertThatThrownBy(() -> tables.append("loans").write(rows, by(0))).hasMessage(sentence);
  }

  @Test
  void aLookMakesNoDatabase() {
    tables.append("loans").verify(rows("name"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aWrongPasswordIsToldBefore() throws Exception {
    var locked = new JdbcTables(tables.url(), "sa", "right", "");
    try (Connection made = locked.connect()) {
      assertThat(made.isValid(1)).isTrue();
    }
    assertThatThrownBy(
            () ->
                new JdbcTables(tables.url(), "sa", "wrong", "")
                    .append("loans")
                    .verify(rows("name")))
        .hasMessageContaining(" refused a statement: Wrong user name or password");
  }

  private void refuses(JdbcSink sink, String name, String sentence) {
    assertThat(message(sink, name)).isEqualTo(sink.name() + " does not take " + sentence);
    assertThat(tables.rows("SELECT COUNT(*) FROM loans")).containsExactly("0");
    assertThat(sink.written(spark, by(0).batch())).isEmpty();
    assertThat(tables.names()).containsExactlyInAnyOrder("LOANS", "MEDALLION_BATCHES");
  }

  private void refusesId(String id, String sentence) {
    JdbcSink sink = tables.append("loans");
    Dataset<Row> rows = rows("name").selectExpr(id + " AS id", "name");
    assertThat(message(() -> sink.write(rows, by(0))))
        .isEqualTo(sink.name() + " does not take " + sentence);
  }

  private String message(JdbcSink sink, String name) {
    return message(() -> sink.write(rows(name), by(0)));
  }

  /** Of the innermost cause, which is what a job tells. */
  private static String message(Runnable write) {
    try {
      write.run();
      return "it was written";
    } catch (Exception e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return cause.getMessage();
    }
  }

  private Dataset<Row> rows(String name) {
    return spark
        .range(0, 100, 1, 4)
        .selectExpr("id", "CONCAT('n', id) AS name")
        .selectExpr("id", name + " AS name");
  }

  private static Signature by(long batch) {
    return new Signature("job", QUERY, batch, new BatchId(QUERY, batch), "offsets");
  }
}
