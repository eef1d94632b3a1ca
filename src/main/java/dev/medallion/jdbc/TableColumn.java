package dev.medallion.jdbc;

import java.util.Set;

/**
 * A column of a table that exists.
 *
 * @param name in the database's own letters
 * @param type of {@link java.sql.Types}, or the vendor's own
 * @param typeName the database's word for it
 * @param digits behind the point
 * @param traits what else is said of it
 */
public record TableColumn(String name, int type, String typeName, int digits, Set<Trait> traits) {
  /** What a writer has to know. */
  public enum Trait {
    /** A row must have a value, and the database gives it none. */
    REQUIRED,
    /** The database gives it its value, and takes no other. */
    FILLED
  }

  public TableColumn {
    traits = Set.copyOf(traits);
  }
}
