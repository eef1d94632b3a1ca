package dev.medallion.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.first;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.medallion.config.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.RowOrdering;
import org.apache.spark.sql.types.StructField;

/**
 * Which row is which, and which of several rows of one key is the latest. NULL is a key like any
 * other. In the order NULL comes before all else.
 *
 * @param columns that make the key
 * @param latestBy the columns of the order, the first one first; of equal rows one is taken
 */
public record Keys(List<String> columns, List<String> latestBy) {
  private static final String ROW = "__row";
  private static final String ROWS = "__rows";

  static Keys from(Section block) {
    List<String> columns = block.strings("keys");
    if (columns.isEmpty() && block.has("keys")) {
      block.problem("keys", "names no column; a row needs a key to be found by");
    }
    return new Keys(columns, block.has("latest-by") ? block.strings("latest-by") : List.of());
  }

  /**
   * Refuses rows that lack a column of the key or the order, or where one cannot be compared.
   *
   * @throws IllegalArgumentException that says which
   */
  void verify(Dataset<Row> rows) {
    columns.forEach(name -> verify(rows, "keys", name));
    latestBy.forEach(name -> verify(rows, "latest-by", name));
  }

  private static void verify(Dataset<Row> rows, String option, String name) {
    StructField field =
        Arrays.stream(rows.schema().fields())
            .filter(has -> has.name().equalsIgnoreCase(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "%s names %s, but the columns are %s"
                            .formatted(option, name, String.join(", ", rows.columns()))));
    if (!RowOrdering.isOrderable(field.dataType())) {
      throw new IllegalArgumentException(
          "%s names %s, whose type %s cannot be compared"
              .formatted(option, name, field.dataType().sql().toLowerCase(Locale.ROOT)));
    }
  }

  /** The latest row of each key; without an order two rows of one key end the task. */
  Dataset<Row> latest(Dataset<Row> rows) {
    Column whole = struct(Arrays.stream(rows.columns()).map(Keys::column).toArray(Column[]::new));
    Column[] key = columns.stream().map(Keys::column).toArray(Column[]::new);
    Column latest =
        latestBy.isEmpty()
            ? first(whole)
            : max_by(whole, struct(latestBy.stream().map(Keys::column).toArray(Column[]::new)));
    Column keyText = to_json(struct(key));
    return rows.groupBy(key)
        .agg(latest.as(ROW), count(lit(1)).as(ROWS))
        .select(latestBy.isEmpty() ? only(keyText) : col(ROW))
        .select(ROW + ".*");
  }

  private static Column only(Column key) {
    Column several =
        raise_error(
            concat(
                lit("several rows of the batch have the key "),
                key,
                lit("; set latest-by, which says which of them is the latest")));
    return when(col(ROWS).gt(1), several).otherwise(col(ROW)).as(ROW);
  }

  /** Whether two rows have the same key. */
  Column match(String one, String other) {
    return columns.stream()
        .map(name -> column(one, name).eqNullSafe(column(other, name)))
        .reduce(Column::and)
        .orElseThrow();
  }

  /** Whether a row is not earlier than the other. */
  Column isNewer(String one, String other) {
    return latestBy.isEmpty() ? lit(true) : together(one).geq(together(other));
  }

  private Column together(String row) {
    return struct(latestBy.stream().map(name -> column(row, name)).toArray(Column[]::new));
  }

  private static Column column(String name) {
    return col(quoted(name));
  }

  private static Column column(String row, String name) {
    return col(row + "." + quoted(name));
  }

  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
