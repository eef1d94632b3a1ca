package dev.medallion.delta;

import io.delta.tables.DeltaTable;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.streaming.DataStreamReader;
import scala.Option;

/**
 * A Delta table's name: a catalog table where it has dots ({@code main.bronze.invoices}), else a
 * folder {@code <lake>/<layer>/<name>}.
 *
 * @param name the catalog name, or the folder
 * @param location the folder; empty where only the catalog knows it
 */
public record Table(String name, Kind kind, String location) {
  /** How the table is addressed. */
  public enum Kind {
    /** By its folder. */
    PATH,
    /** By its name, which the catalog has for good. */
    CATALOG,
    /** By its folder, and the name is put into the catalog, which may forget it. */
    REGISTERED
  }

  /** A table that is known by its folder or its name alone. */
  public Table(String name, Kind kind) {
    this(name, kind, kind == Kind.PATH ? name : "");
  }

  /** The table beside this one with the given ending to its name. */
  public Table sibling(String ending) {
    return new Table(name + ending, kind, location.isEmpty() ? "" : location + ending);
  }

  /** Whether the table is found by its name in a catalog alone. */
  public boolean inCatalog() {
    return kind == Kind.CATALOG;
  }

  /** Whether the table has its first version. */
  public boolean exists(SparkSession spark) {
    return inCatalog() ? spark.catalog().tableExists(name) : log(spark).latestVersion().isPresent();
  }

  /** The table's commits; for a catalog table it must exist. */
  public CommitLog log(SparkSession spark) {
    return new CommitLog(folder(spark), spark.sessionState().newHadoopConf());
  }

  /** The number of an application's newest transaction, -1 if it has none; the table must exist. */
  public long transaction(SparkSession spark, String application) {
    Option<Object> newest =
        DeltaLog.forTableWithSnapshot(spark, folder(spark))._2().transactions().get(application);
    return newest.isEmpty() ? -1 : (Long) newest.get();
  }

  /** The table's rows, as they are now; it must exist. */
  public Dataset<Row> read(SparkSession spark) {
    return delta(spark).toDF();
  }

  /** The table's rows, as they were in a version that is still kept. */
  public Dataset<Row> asOf(SparkSession spark, long version) {
    DataFrameReader reader = spark.read().format("delta").option("versionAsOf", version);
    return inCatalog() ? reader.table(name) : reader.load(location);
  }

  /** The table, to be changed; it must exist. */
  public DeltaTable delta(SparkSession spark) {
    return inCatalog() ? DeltaTable.forName(spark, name) : DeltaTable.forPath(spark, location);
  }

  /** The rows to come; the table must exist. */
  public Dataset<Row> stream(DataStreamReader reader) {
    return inCatalog() ? reader.table(name) : reader.load(location);
  }

  /** Writes rows; a table that does not exist is made. */
  public void save(DataFrameWriter<Row> writer) {
    if (inCatalog()) {
      writer.saveAsTable(name);
    } else {
      writer.save(location);
    }
  }

  /**
   * Makes a table that is kept by its folder known to the catalog by its name, where the catalog
   * has forgotten it: that of a local session begins empty.
   *
   * @throws IllegalStateException if the catalog has another table of that name
   */
  public void register(SparkSession spark) {
    if (kind != Kind.REGISTERED || !exists(spark)) {
      return;
    }
    String database = name.substring(0, name.lastIndexOf('.'));
    String folder = log(spark).table();
    spark.sql("CREATE DATABASE IF NOT EXISTS " + database);
    spark.sql(
        "CREATE TABLE IF NOT EXISTS %s USING delta LOCATION '%s'"
            .formatted(name, folder.replace("\\", "\\\\").replace("'", "\\'")));
    String known = new CommitLog(described(spark), spark.sessionState().newHadoopConf()).table();
    if (!known.equals(folder)) {
      throw new IllegalStateException(
          "the catalog has another table %s, at %s; this one is at %s"
              .formatted(name, known, folder));
    }
  }

  /**
   * Refuses a table that only a catalog knows which forgets it when the session ends.
   *
   * @throws IllegalStateException that says what to do
   */
  public void requireLasting(SparkSession spark) {
    boolean forgets =
        spark.conf().get("spark.sql.catalogImplementation", "in-memory").equals("in-memory");
    if (inCatalog() && forgets && name.split("\\.").length < 3) {
      throw new IllegalStateException(
          "the catalog of this session forgets %s when it ends; set location".formatted(name));
    }
  }

  /** Its folder; a table of the catalog must exist. */
  public String folder(SparkSession spark) {
    return inCatalog() ? described(spark) : location;
  }

  private String described(SparkSession spark) {
    return spark.sql("DESCRIBE DETAIL " + name).select("location").first().getString(0);
  }

  @Override
  public String toString() {
    return name;
  }
}
