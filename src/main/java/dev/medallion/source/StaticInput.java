package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.delta.Lake;
import dev.medallion.delta.Table;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * A table or files that a job's SQL joins, by this name, with the rows of a batch. A file that
 * cannot be read in full stops the job: a row that is missing here would change results unseen.
 *
 * @param table a Delta table; empty for files
 * @param format Spark's name of the files' format
 * @param options of the format, and the path
 * @param schema the columns; without it those that the table or the files have
 * @param reading how often it is read
 */
public record StaticInput(
    String name,
    Optional<Table> table,
    String format,
    Map<String, String> options,
    Optional<StructType> schema,
    Reading reading) {
  /** How often a side input is read. */
  public enum Reading {
    /** Each batch sees what is there when it begins. */
    EACH_BATCH,
    /** All batches of a run see what was there when it began. */
    ONCE
  }

  private enum Type {
    DELTA,
    CSV,
    JSON,
    PARQUET,
    SPARK
  }

  /** Reads the block of a side input; its problems are recorded with the block. */
  public static StaticInput from(String name, Section written, Lake lake, String jobLayer) {
    Section block = written.withDefaults("input");
    Type type = block.choice("type", Type.class);
    Reading reading = block.choice("read", Reading.class);
    Section options = block.chosenBy("type");
    return switch (type) {
      case DELTA -> delta(name, options, lake, jobLayer, reading);
      case CSV -> csv(name, options.withDefaults("input.csv"), reading);
      case JSON -> files(name, options, "json", Map.of("mode", "FAILFAST"), reading);
      case PARQUET -> files(name, options, "parquet", Map.of(), reading);
      case SPARK -> spark(name, options, reading);
    };
  }

  private static StaticInput delta(
      String name, Section block, Lake lake, String jobLayer, Reading reading) {
    String tableName = block.string("table");
    String layer = block.optionalString("layer").orElseGet(() -> lake.layerOf(tableName, jobLayer));
    Table table = lake.table(layer, tableName);
    return new StaticInput(name, Optional.of(table), "delta", Map.of(), Optional.empty(), reading);
  }

  private static StaticInput csv(String name, Section block, Reading reading) {
    return files(
        name,
        block,
        "csv",
        Map.of(
            "mode",
            "FAILFAST",
            "header",
            String.valueOf(block.flag("header")),
            "enforceSchema",
            "false",
            "sep",
            block.string("delimiter")),
        reading);
  }

  private static StaticInput files(
      String name, Section block, String format, Map<String, String> options, Reading reading) {
    Map<String, String> all = new TreeMap<>(options);
    all.put("path", block.string("path"));
    Optional<StructType> schema =
        format.equals("parquet") && !block.has("schema")
            ? Optional.empty()
            : Optional.of(columns(block));
    return new StaticInput(name, Optional.empty(), format, Map.copyOf(all), schema, reading);
  }

  private static StaticInput spark(String name, Section block, Reading reading) {
    Optional<StructType> schema =
        block.has("schema") ? Optional.of(columns(block)) : Optional.empty();
    return new StaticInput(
        name, Optional.empty(), block.string("format"), block.texts("options"), schema, reading);
  }

  private static StructType columns(Section block) {
    try {
      String ddl = block.text("schema");
      return ddl.isBlank() ? new StructType() : StructType.fromDDL(ddl);
    } catch (Exception e) {
      block.problem(
          "schema",
          "not a schema in DDL: " + e.getMessage().strip().lines().findFirst().orElse(""));
      return new StructType();
    }
  }

  /** What is read, as people know it. */
  public String place() {
    return table.map(Table::name).orElseGet(() -> options.getOrDefault("path", format));
  }

  /** What is there now; it must exist. */
  public Dataset<Row> read(SparkSession spark) {
    return table.map(found -> rows(found, spark)).orElseGet(() -> reader(spark).load());
  }

  private Dataset<Row> rows(Table found, SparkSession spark) {
    if (reading == Reading.EACH_BATCH) {
      return found.read(spark);
    }
    long version = found.log(spark).latestVersion().orElseThrow();
    String from = found.inCatalog() ? found.name() : "delta.`" + found.location() + "`";
    return spark.sql("SELECT * FROM " + from + " VERSION AS OF " + version);
  }

  private DataFrameReader reader(SparkSession spark) {
    DataFrameReader reader = spark.read().format(format).options(options);
    return schema.map(reader::schema).orElse(reader);
  }

  /** The columns, found without reading rows; empty while it does not exist. */
  public Optional<StructType> columns(SparkSession spark) {
    if (schema.isPresent()) {
      return schema;
    }
    return table.isPresent() && !table.get().exists(spark)
        ? Optional.empty()
        : Optional.of(read(spark).schema());
  }

  /**
   * Whether one reading, made part of a plan that runs for every batch, shows each batch what is
   * there by then, as a Delta table does; of files it keeps the list that it found.
   */
  public boolean staysCurrent() {
    return table.isPresent();
  }
}
