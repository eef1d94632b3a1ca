package dev.medallion.sink;

import dev.medallion.jdbc.Grammar;
import dev.medallion.jdbc.Upsert;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The texts of the statements of one write.
 *
 * @param target quoted, with its schema
 * @param columns those of the target that the rows have, quoted, in the rows' order
 * @param keys those that make the key, quoted; none where rows are appended
 * @param latestBy those that order the rows of a key, quoted
 */
record JdbcStatements(
    Grammar grammar,
    String target,
    List<String> columns,
    List<String> keys,
    List<String> latestBy) {

  static JdbcStatements of(Grammar grammar, JdbcTable table, JdbcColumns rows, JdbcMode mode) {
    List<String> names = rows.all().stream().map(JdbcColumn::name).toList();
    return new JdbcStatements(
        grammar,
        "{schema}." + grammar.quoted(table.name()),
        quoted(grammar, table.names(names)),
        quoted(grammar, table.names(mode.keyColumns())),
        quoted(grammar, table.names(mode.latestBy())));
  }

  private static List<String> quoted(Grammar grammar, List<String> names) {
    return names.stream().map(grammar::quoted).toList();
  }

  /**
   * Makes the target.
   *
   * @param stored the names of the rows' columns as the database is to have them
   * @param unique the name of the constraint that keeps a second row of a key out
   */
  static String create(
      Grammar grammar,
      String table,
      JdbcColumns rows,
      List<String> stored,
      List<Integer> keys,
      String unique) {
    StringBuilder sql = new StringBuilder("CREATE TABLE " + table + " (");
    for (int i = 0; i < stored.size(); i++) {
      JdbcColumn column = rows.all().get(i);
      String type =
          keys.contains(i)
              ? column.keyDefinition(grammar, keys.size())
              : column.definition(grammar);
      sql.append(i == 0 ? "\n  " : ",\n  ");
      sql.append(grammar.quoted(stored.get(i))).append(' ').append(type);
    }
    if (!keys.isEmpty()) {
      String columns =
          keys.stream().map(i -> grammar.quoted(stored.get(i))).collect(Collectors.joining(", "));
      sql.append(",\n  ").append(grammar.unique(grammar.quoted(unique), columns));
    }
    return sql.append("\n)").toString();
  }

  /** Brings the staged rows into the target; each takes what {@link JdbcStage#select} does. */
  List<String> move(JdbcStage stage, int attempts) {
    String source = stage.select(list(columns), attempts);
    return keys.isEmpty()
        ? List.of("INSERT INTO %s (%s)\n%s".formatted(target, list(columns), source))
        : grammar.upsert(new Upsert(target, source, columns, keys, latestBy));
  }

  /** Tells one row of each key that several rows have; likewise. */
  String several(JdbcStage stage, int attempts) {
    return "%s GROUP BY %s HAVING COUNT(*) > 1"
        .formatted(stage.select(list(keys), attempts), list(keys));
  }

  static String list(List<String> names) {
    return String.join(", ", names);
  }
}
