package dev.medallion.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the schema of a transaction has in it. */
public final class Catalog {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final DatabaseMetaData metadata;
  private final String schema;

  Catalog(DatabaseMetaData metadata, String schema) {
    this.metadata = metadata;
    this.schema = schema;
  }

  /** A plain name as this database keeps one that is written without quotes; others as they are. */
  public String stored(String name) throws SQLException {
    if (!PLAIN.matcher(name).matches()) {
      return name;
    }
    if (metadata.storesUpperCaseIdentifiers()) {
      return name.toUpperCase(Locale.ROOT);
    }
    return metadata.storesLowerCaseIdentifiers() ? name.toLowerCase(Locale.ROOT) : name;
  }

  /** The name of the table or view that is called so; in other letters if there is no such one. */
  public Optional<String> table(String name) throws SQLException {
    List<String> tables = tables("TABLE", "VIEW");
    return tables.stream()
        .filter(name::equals)
        .findFirst()
        .or(() -> tables.stream().filter(name::equalsIgnoreCase).findFirst());
  }

  /** The names of all tables that begin so, in whatever letters. */
  public List<String> tablesLike(String beginning) throws SQLException {
    return tables("TABLE").stream()
        .filter(name -> name.regionMatches(true, 0, beginning, 0, beginning.length()))
        .toList();
  }

  private List<String> tables(String... types) throws SQLException {
    try (ResultSet found = metadata.getTables(null, null, "%", types)) {
      List<String> names = new ArrayList<>();
      while (found.next()) {
        if (isHere(found)) {
          names.add(found.getString("TABLE_NAME"));
        }
      }
      return names;
    }
  }

  /** The columns of a table, by its exact name. */
  public List<TableColumn> columns(String table) throws SQLException {
    try (ResultSet found = metadata.getColumns(null, null, escaped(table), "%")) {
      List<TableColumn> columns = new ArrayList<>();
      while (found.next()) {
        if (isHere(found) && found.getString("TABLE_NAME").equals(table)) {
          columns.add(column(found));
        }
      }
      return columns;
    }
  }

  /** In a pattern, {@code _} would stand for any letter. */
  private String escaped(String name) throws SQLException {
    String escape = metadata.getSearchStringEscape();
    return name.replace(escape, escape + escape)
        .replace("_", escape + "_")
        .replace("%", escape + "%");
  }

  private boolean isHere(ResultSet found) throws SQLException {
    return Objects.equals(found.getString("TABLE_SCHEM"), schema);
  }

  private static TableColumn column(ResultSet found) throws SQLException {
    Set<TableColumn.Trait> traits = EnumSet.noneOf(TableColumn.Trait.class);
    boolean filled =
        "YES".equals(found.getString("IS_GENERATEDCOLUMN"))
            || "YES".equals(found.getString("IS_AUTOINCREMENT"));
    if (filled) {
      traits.add(TableColumn.Trait.FILLED);
    } else if (found.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls
        && found.getString("COLUMN_DEF") == null) {
      traits.add(TableColumn.Trait.REQUIRED);
    }
    return new TableColumn(
        found.getString("COLUMN_NAME"),
        found.getInt("DATA_TYPE"),
        found.getString("TYPE_NAME"),
        found.getInt("DECIMAL_DIGITS"),
        traits);
  }
}
