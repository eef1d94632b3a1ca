package dev.medallion.sink;

import dev.medallion.jdbc.Catalog;
import dev.medallion.jdbc.ColumnType;
import dev.medallion.jdbc.TableColumn;
import dev.medallion.jdbc.TableColumn.Trait;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The target as the database has it; names are in its own letters.
 *
 * @param name without its schema
 */
record JdbcTable(String name, List<TableColumn> columns) {
  private static final Set<Integer> WHOLE =
      Set.of(Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT);
  private static final Set<Integer> FLOATING = Set.of(Types.REAL, Types.FLOAT, Types.DOUBLE);
  private static final Set<Integer> DECIMAL = Set.of(Types.NUMERIC, Types.DECIMAL);
  private static final Set<Integer> FLAG = Set.of(Types.BIT, Types.BOOLEAN);
  private static final Set<Integer> TIME =
      Set.of(Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE, -155); // SQL Server's DATETIMEOFFSET
  private static final Set<Integer> BYTES =
      Set.of(Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB);

  static Optional<JdbcTable> find(Catalog catalog, String name) throws SQLException {
    Optional<String> found = catalog.table(name);
    return found.isPresent()
        ? Optional.of(new JdbcTable(found.get(), catalog.columns(found.get())))
        : Optional.empty();
  }

  /** The column for one of the rows. */
  Optional<TableColumn> column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .or(() -> columns.stream().filter(has -> has.name().equalsIgnoreCase(name)).findFirst());
  }

  /** The names of the columns for those of the rows. */
  List<String> names(List<String> rows) {
    return rows.stream().map(name -> column(name).orElseThrow().name()).toList();
  }

  /**
   * Refuses rows that do not fit the columns.
   *
   * @throws IllegalArgumentException that says all that is wrong
   */
  void require(JdbcColumns rows) {
    List<String> objections = new ArrayList<>();
    rows.all().forEach(column -> objection(column).ifPresent(objections::add));
    columns.stream()
        .filter(column -> column.traits().contains(Trait.REQUIRED))
        .filter(column -> rows.all().stream().noneMatch(row -> isFor(column, row)))
        .map(
            column ->
                "its column %s must have a value, and the rows have none".formatted(column.name()))
        .forEach(objections::add);
    if (!objections.isEmpty()) {
      throw new IllegalArgumentException(
          "table %s does not fit: %s".formatted(name, String.join("; ", objections)));
    }
  }

  private boolean isFor(TableColumn column, JdbcColumn row) {
    return column(row.name()).filter(column::equals).isPresent();
  }

  private Optional<String> objection(JdbcColumn row) {
    Optional<TableColumn> column = column(row.name());
    if (column.isEmpty()) {
      String names = columns.stream().map(TableColumn::name).collect(Collectors.joining(", "));
      return Optional.of("it has no column %s, but %s".formatted(row.name(), names));
    }
    if (column.get().traits().contains(Trait.FILLED)) {
      return Optional.of(
          "the database itself fills %s; leave it out of the SQL".formatted(row.name()));
    }
    return takes(column.get(), row)
        ? Optional.empty()
        : Optional.of(
            "%s is %s there and %s in the rows; cast it in the SQL"
                .formatted(
                    row.name(),
                    column.get().typeName().toLowerCase(java.util.Locale.ROOT),
                    row.spark().sql().toLowerCase(java.util.Locale.ROOT)));
  }

  /**
   * Whether the column takes such values as they are, or says which ones it does not. A database
   * would round others without a word. Types that only one vendor has are left to the database.
   */
  private static boolean takes(TableColumn column, JdbcColumn row) {
    int type = column.type();
    boolean floating = row.type() == ColumnType.REAL || row.type() == ColumnType.DOUBLE;
    boolean whole = !floating && row.scale() == 0;
    if (WHOLE.contains(type)) {
      return whole && isNumber(row) || row.type() == ColumnType.BOOLEAN;
    } else if (DECIMAL.contains(type)) {
      return isNumber(row) && !floating && row.scale() <= column.digits();
    } else if (FLOATING.contains(type)) {
      return isNumber(row);
    } else if (FLAG.contains(type)) {
      return row.type() == ColumnType.BOOLEAN;
    } else if (type == Types.DATE) {
      return row.type() == ColumnType.DATE;
    } else if (TIME.contains(type)) {
      return row.type() == ColumnType.TIMESTAMP || row.type() == ColumnType.DATE;
    }
    return BYTES.contains(type) == (row.type() == ColumnType.BINARY) || isOther(column);
  }

  /** H2 and SQL Server call their UUIDs bytes and text. */
  private static boolean isOther(TableColumn column) {
    return column.type() == Types.OTHER || column.typeName().equalsIgnoreCase("uuid");
  }

  private static boolean isNumber(JdbcColumn row) {
    return switch (row.type()) {
      case SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL -> true;
      default -> false;
    };
  }
}
