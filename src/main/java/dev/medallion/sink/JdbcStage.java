package dev.medallion.sink;

import dev.medallion.jdbc.Database;
import dev.medallion.jdbc.DatabaseException;
import dev.medallion.jdbc.Grammar;
import dev.medallion.jdbc.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table of one write's own, with the target's columns, into which tasks put their rows. Each
 * attempt of a task has an id, so that the rows of one that failed are told apart. A process that
 * died leaves its table, which the next batch of the query drops.
 *
 * @param name quoted, with its schema
 */
record JdbcStage(String name) {
  /** The attempt that wrote a row, and the row's number, which no other successful attempt has. */
  static final List<String> OWN = List.of("medallion_write", "medallion_row");

  private static final String PREFIX = "medallion_stage_";

  /** Makes the table, and drops those of earlier writes. */
  static JdbcStage create(
      Transaction tx, Grammar grammar, UUID query, String target, String columns)
      throws SQLException {
    String beginning = PREFIX + query.toString().replace("-", "") + "_";
    for (String old : tx.catalog().tablesLike(beginning)) {
      tx.update("DROP TABLE {schema}." + grammar.quoted(old));
    }
    String name = beginning + UUID.randomUUID().toString().substring(0, 8);
    String quoted = "{schema}." + grammar.quoted(tx.catalog().stored(name));
    String own =
        "CAST('' AS NVARCHAR(36)) AS %s, CAST(0 AS BIGINT) AS %s".formatted(OWN.get(0), OWN.get(1));
    tx.update(grammar.emptyCopy(quoted, own + ", " + columns, target));
    return new JdbcStage(quoted);
  }

  /** Takes the attempt's id, the row's number and the values. */
  String insert(List<String> columns) {
    return "INSERT INTO %s (%s) VALUES (%s)"
        .formatted(
            name,
            Stream.concat(OWN.stream(), columns.stream()).collect(Collectors.joining(", ")),
            "?, ".repeat(columns.size() + 1) + "?");
  }

  /** Takes an attempt's id and the number of its first row that is to go. */
  String delete() {
    return "DELETE FROM %s WHERE medallion_write = ? AND medallion_row >= ?".formatted(name);
  }

  /** The rows of so many attempts, up to a number; takes the ids and the number. */
  String select(String columns, int attempts) {
    return "SELECT %s FROM %s WHERE medallion_write IN (%s) AND medallion_row < ?"
        .formatted(columns, name, "?, ".repeat(attempts - 1) + "?");
  }

  /** Leaves a table that cannot be dropped now to the next batch. */
  void drop(Database database) {
    try {
      database.transaction(tx -> tx.update("DROP TABLE " + name));
    } catch (DatabaseException e) {
      return;
    }
  }
}
