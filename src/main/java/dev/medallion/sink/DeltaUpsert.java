package dev.medallion.sink;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import dev.medallion.config.Section;
import dev.medallion.delta.Table;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Puts each row in the place of the table's row with the same key, or adds it. An earlier row, by
 * the declared order, never takes the place of a later one.
 *
 * @param keys which row is which, and which of several is the latest
 * @param deleteWhen SQL over the row: one for which it is true deletes that of its key
 */
record DeltaUpsert(Keys keys, Optional<String> deleteWhen) implements DeltaMode {
  static final List<String> OPTIONS = List.of("keys", "latest-by", "delete-when");
  private static final String DELETES = "__deletes";

  static DeltaUpsert from(Section block) {
    return new DeltaUpsert(Keys.from(block), block.optionalString("delete-when"));
  }

  @Override
  public Optional<String> objection(OutputMode output) {
    return output == OutputMode.COMPLETE
        ? Optional.of(
            "sink.mode = upsert would write every row again with each batch; set output-mode ="
                + " update, or sink.mode = complete")
        : Optional.empty();
  }

  @Override
  public void verify(Dataset<Row> rows) {
    keys.verify(rows);
    marked(rows);
  }

  /** A merge casts what it writes. */
  @Override
  public void verify(StructType columns, StructType table) {}

  /**
   * A merge reads its rows twice, so Delta would keep them; we do it in its stead, since what is
   * observed of rows that Delta keeps never arrives.
   */
  @Override
  public void write(Dataset<Row> rows, Table table, Proof proof) {
    Dataset<Row> latest = marked(keys.latest(rows)).localCheckpoint();
    MergeProof.with(rows.sparkSession(), proof, () -> merge(latest, rows.columns(), table));
  }

  private Dataset<Row> marked(Dataset<Row> rows) {
    Column deletes = deleteWhen.map(sql -> coalesce(expr(sql), lit(false))).orElse(lit(false));
    return rows.withColumn(DELETES, deletes);
  }

  private void merge(Dataset<Row> rows, String[] columns, Table table) {
    Column isNewer = keys.isNewer("new", "old");
    Column deletes = col("new." + DELETES);
    table
        .delta(rows.sparkSession())
        .as("old")
        .merge(rows.as("new"), keys.match("new", "old"))
        .whenMatched(isNewer.and(deletes))
        .delete()
        .whenMatched(isNewer)
        .update(values(columns))
        .whenNotMatched(not(deletes))
        .insert(values(columns))
        .execute();
  }

  private static Map<String, Column> values(String[] columns) {
    Map<String, Column> values = new LinkedHashMap<>();
    Arrays.stream(columns)
        .map(Keys::quoted)
        .forEach(column -> values.put(column, col("new." + column)));
    return values;
  }
}
