package dev.medallion.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import dev.medallion.delta.Table;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Changes some columns of the rows that are equal in all others, each of which is handed over once,
 * and adds new rows, in one commit.
 *
 * @param changed the columns
 * @param isNew a column of the rows, not of the table, that is true for one to be added
 */
public record DeltaMarking(List<String> changed, String isNew) implements DeltaMode {
  @Override
  public Optional<String> objection(OutputMode output) {
    return Optional.of("rows are marked by a replay alone");
  }

  @Override
  public void write(Dataset<Row> rows, Table table, Proof proof) {
    Dataset<Row> marks = rows.localCheckpoint();
    MergeProof.with(rows.sparkSession(), proof, () -> merge(marks, table));
  }

  private void merge(Dataset<Row> marks, Table table) {
    List<String> columns =
        Arrays.stream(marks.columns()).filter(name -> !name.equals(isNew)).toList();
    table
        .delta(marks.sparkSession())
        .as("old")
        .merge(marks.as("new"), isSame(columns))
        .whenMatched()
        .update(values(changed))
        .whenNotMatched(col("new." + isNew))
        .insert(values(columns))
        .execute();
  }

  private Column isSame(List<String> columns) {
    return columns.stream()
        .filter(name -> !changed.contains(name))
        .map(Keys::quoted)
        .map(name -> col("old." + name).eqNullSafe(col("new." + name)))
        .reduce(not(col("new." + isNew)), Column::and);
  }

  private static Map<String, Column> values(List<String> columns) {
    Map<String, Column> values = new HashMap<>();
    columns.forEach(name -> values.put(Keys.quoted(name), col("new." + Keys.quoted(name))));
    return values;
  }
}
