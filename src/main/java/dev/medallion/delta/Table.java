package dev.medallion.delta;

import org.apache.spark.sql.SparkSession;

/**
 * A Delta table's name: a catalog table where it has dots ({@code main.bronze.invoices}), else a
 * folder {@code <lake>/<layer>/<name>}.
 *
 * @param name the catalog name, or the folder
 */
public record Table(String name, Kind kind) {
  /** How the table is addressed. */
  public enum Kind {
    PATH,
    CATALOG
  }

  /** The table beside this one with the given ending to its name. */
  public Table sibling(String ending) {
    return new Table(name + ending, kind);
  }

  /** Whether the table is known by a catalog. */
  public boolean inCatalog() {
    return kind == Kind.CATALOG;
  }

  /** Whether the table has its first version. */
  public boolean exists(SparkSession spark) {
    return inCatalog() ? spark.catalog().tableExists(name) : log(spark).latestVersion().isPresent();
  }

  /** The table's commits; for a catalog table it must exist. */
  public CommitLog log(SparkSession spark) {
    return new CommitLog(location(spark), spark.sessionState().newHadoopConf());
  }

  private String location(SparkSession spark) {
    return inCatalog()
        ? spark.sql("DESCRIBE DETAIL " + name).select("location").first().getString(0)
        : name;
  }

  @Override
  public String toString() {
    return name;
  }
}
