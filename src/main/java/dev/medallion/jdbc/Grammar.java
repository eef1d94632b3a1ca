package dev.medallion.jdbc;

import java.util.List;

/**
 * How a database writes what standard SQL leaves open. All names are given quoted, unless a method
 * says otherwise.
 */
public interface Grammar {
  /** A name of any letters, as it is. */
  String quoted(String name);

  /** The word for a type other than a decimal. */
  String type(ColumnType type);

  /** The word for a type of a column that is one of so many in an index. */
  String keyType(ColumnType type, int columns);

  /** A constraint that keeps a second row of one key out; NULL is a key like any other. */
  String unique(String name, String columns);

  /**
   * Makes a table without rows.
   *
   * @param columns what it has: expressions over the other table's columns, with their names
   */
  String emptyCopy(String copy, String columns, String table);

  /**
   * Puts each row of the source in the place of the target's row with the same key, unless that is
   * later, or adds it: the statements, in order. Each takes the parameters of the source once; the
   * rows that they change add up. The rows that are read stay locked.
   */
  List<String> upsert(Upsert upsert);
}
