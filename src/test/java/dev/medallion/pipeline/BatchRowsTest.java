package dev.medallion.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.medallion.LocalSpark;
import dev.medallion.transform.Expectation;
import dev.medallion.transform.Expectation.Action;
import dev.medallion.transform.Expectations;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

class BatchRowsTest {
  @Test
  void aRuleMayHaveAnyName() throws InterruptedException {
    var total = new Expectation("total", "id > 0", Action.WARN);
    var keptBack = new Expectation("kept_back", "id > 1", Action.WARN);
    var other = new Expectation("a.b `c`", "id <> 3", Action.QUARANTINE);
    var rules = new Expectations(List.of(total, keptBack, other));
    var rows = new BatchRows(LocalSpark.session().range(5).toDF(), rules);
    var expected = new Counts(5, 1, 0, 0, Map.of(total, 1L, keptBack, 2L));
    var observed = new Observation();

    assertThat(rows.count()).isEqualTo(expected);
    assertThat(rows.passed(observed).collectAsList()).hasSize(4);
    assertThat(Counts.observed(observed, rules)).contains(expected);
  }

  @Test
  void aColumnMayHaveAnyName() {
    var rows =
        new BatchRows(
            LocalSpark.session()
                .sql("SELECT 1 AS `a.b`, 2 AS `c d`, 3 AS `e``f`, 4 AS __raw, 5 AS G"),
            new Expectations(List.of()));
    assertThat(rows.rows().select(rows.visibleColumns().toArray(Column[]::new)).collectAsList())
        .extracting(Row::mkString)
        .containsExactly("1235");
  }
}
