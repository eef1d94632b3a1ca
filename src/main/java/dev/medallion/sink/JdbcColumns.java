package dev.medallion.sink;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The columns of a batch's rows, in their order. */
record JdbcColumns(List<JdbcColumn> all) implements Serializable {

  /**
   * @throws IllegalArgumentException if no table can have them
   */
  static JdbcColumns of(StructType rows) {
    List<JdbcColumn> all = Arrays.stream(rows.fields()).map(JdbcColumn::of).toList();
    all.stream()
        .collect(Collectors.groupingBy(column -> column.name().toLowerCase(Locale.ROOT)))
        .values()
        .forEach(JdbcColumns::requireOne);
    return new JdbcColumns(all);
  }

  private static void requireOne(List<JdbcColumn> same) {
    if (same.size() > 1) {
      throw new IllegalArgumentException(
          "a table has one column %s, and the rows have %d of that name"
              .formatted(same.get(0).name(), same.size()));
    }
    if (JdbcStage.OWN.stream().anyMatch(same.get(0).name()::equalsIgnoreCase)) {
      throw new IllegalArgumentException(
          same.get(0).name() + " is a name that the sink needs for itself; rename the column");
    }
  }

  Dataset<Row> plain(Dataset<Row> rows) {
    return rows.select(all.stream().map(JdbcColumn::plain).toArray(Column[]::new));
  }

  /** The values of a row as parameters, behind those that are given. */
  Object[] parameters(Row plain, Object... first) {
    Object[] parameters = Arrays.copyOf(first, first.length + all.size());
    for (int i = 0; i < all.size(); i++) {
      parameters[first.length + i] = all.get(i).parameter(plain.get(i));
    }
    return parameters;
  }

  /** The places of the columns of these names. */
  List<Integer> places(List<String> names) {
    return names.stream().map(this::place).toList();
  }

  private int place(String name) {
    return IntStream.range(0, all.size())
        .filter(i -> all.get(i).name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow();
  }
}
