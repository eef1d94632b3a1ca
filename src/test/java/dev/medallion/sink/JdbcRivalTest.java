package dev.medallion.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.medallion.LocalSpark;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another process has the same batch in hand, since it believes that this one is dead. */
class JdbcRivalTest {
  private static final UUID QUERY = UUID.fromString("00000000-0000-0000-0000-000000000005");

  @TempDir Path folder;
  private final SparkSession spark = LocalSpark.session();
  private String file;
  private JdbcSink sink;

  @BeforeEach
  void writeFirstBatch() {
    file = folder.resolve("rival").toString();
    sink = JdbcTables.h2(file).append("loans");
    sink.write(spark.range(3).toDF(), by(0));
  }

  @Test
  void theOneThatComesSecondWritesNothing() {
    String rival =
        "UPDATE medallion_batches SET batch_id = 1, row_count = 77, signature = 'of the rival'";
    assertThat(sink.write(meanwhile(rival), by(1)))
        .isEqualTo(new Written(OptionalLong.of(77), OptionalLong.empty(), "of the rival"));
    assertThat(loans()).isEqualTo("3");
  }

  @Test
  void theOneThatIsLaterStopsTheOther() {
    String rival = "UPDATE medallion_batches SET batch_id = 2";
    assertThatThrownBy(() -> sink.write(meanwhile(rival), by(1)))
        .isInstanceOf(TargetAhead.class)
        .hasMessage(new TargetAhead(sink.name(), 2).getMessage());
    assertThat(loans()).isEqualTo("3");
  }

  @Test
  void aStageThatTheOtherDroppedIsNoRowsFault() {
    assertThatThrownBy(() -> sink.write(meanwhile("stage"), by(1)))
        .rootCause()
        .isInstanceOf(TargetRefused.class)
        .hasMessageMatching(
            "database jdbc:h2:\\S+ refused a statement: Table \"MEDALLION_STAGE_\\w+\" not found.*");
    assertThat(loans()).isEqualTo("3");
    sink.write(spark.range(2).toDF(), by(1));
    assertThat(loans()).isEqualTo("5");
  }

  private String loans() {
    return JdbcTables.h2(file).rows("SELECT COUNT(*) FROM loans").get(0);
  }

  /** Rows, before the first of which a statement is run. */
  private Dataset<Row> meanwhile(String statement) {
    Dataset<Row> rows = spark.range(0, 20, 1, 1).toDF();
    return rows.map(new Rival(file, statement), Encoders.row(rows.schema()));
  }

  private record Rival(String file, String statement) implements MapFunction<Row, Row> {
    @Override
    public Row call(Row row) {
      if (row.getLong(0) == 0) {
        JdbcTables tables = JdbcTables.h2(file);
        tables.execute(statement.equals("stage") ? "DROP TABLE " + stage(tables) : statement);
      }
      return row;
    }

    private static String stage(JdbcTables tables) {
      return tables.names().stream()
          .filter(name -> name.startsWith("MEDALLION_STAGE_"))
          .findFirst()
          .orElseThrow();
    }
  }

  private static Signature by(long batch) {
    return new Signature("job", QUERY, batch, new BatchId(QUERY, batch), "offsets");
  }
}
