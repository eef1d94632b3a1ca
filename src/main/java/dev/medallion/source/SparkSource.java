package dev.medallion.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.config.Section;
import dev.medallion.decode.Schemas;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.DataSource;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.StructType;

/**
 * Whatever a streaming connector of Spark reads. Whether a batch that is run again has the same
 * rows is the connector's own affair.
 *
 * @param format the connector's name or class
 * @param options for the connector; they may hold secrets and are never shown
 * @param columns where the connector has to be told
 */
record SparkSource(String format, Map<String, String> options, Optional<StructType> columns)
    implements Source {
  private static final Set<String> HIDDEN = Set.of(FILE, RAW, REASONS, SKIPPED);
  private static final ObjectMapper JSON = new ObjectMapper();

  static SparkSource from(Section block) {
    String format = block.string("format");
    if (!format.isEmpty() && !exists(format)) {
      block.problem(
          "format", "Spark knows no source '" + format + "'; is its JAR on the class path?");
    }
    Optional<StructType> columns =
        block.has("schema")
            ? Optional.of(Schemas.read(block, "schema", HIDDEN, any -> {}))
            : Optional.empty();
    return new SparkSource(format, block.texts("options"), columns);
  }

  private static boolean exists(String format) {
    try {
      DataSource.lookupDataSource(format, new SQLConf());
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  @Override
  public String name() {
    return "spark " + format.toLowerCase(Locale.ROOT);
  }

  @Override
  public Optional<StructType> schema(SparkSession spark) {
    return Optional.of(load(spark).schema());
  }

  @Override
  public Extent extent(String startOffset, String endOffset) {
    return new Extent(startOffset == null ? null : object(startOffset), object(endOffset));
  }

  /** Some connectors count in bare numbers; an offset on record is a JSON object. */
  private static String object(String offset) {
    try {
      JsonNode json = JSON.readTree(offset);
      return json.isObject() ? offset : JSON.createObjectNode().set("offset", json).toString();
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode().put("offset", offset).toString();
    }
  }

  @Override
  public SourceStream open(SparkSession spark, SourceEvents events) {
    return new Opened(load(spark));
  }

  private Dataset<Row> load(SparkSession spark) {
    DataStreamReader reader = spark.readStream().format(format).options(options);
    try {
      Dataset<Row> rows = columns.map(reader::schema).orElse(reader).load();
      requireOwnNames(rows.schema());
      return rows;
    } catch (Exception e) {
      throw new SourceRefused(name() + " cannot be opened: " + sentence(e), e);
    }
  }

  /** The first line of what the connector says, without the name of an error of Spark's. */
  private static String sentence(Exception e) {
    String message = String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("");
    return message.replaceFirst("^\\[[A-Z0-9_.]+] ", "");
  }

  private static void requireOwnNames(StructType columns) {
    for (String name : columns.fieldNames()) {
      if (HIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "its column " + name + " has a name that every job adds");
      }
    }
  }

  @Override
  public String toString() {
    return name();
  }

  private record Opened(Dataset<Row> rows) implements SourceStream {
    @Override
    public Lag lag(String endOffset) {
      return Lag.UNKNOWN;
    }

    @Override
    public Map<String, Provenance> provenance(String startOffset, String endOffset) {
      return Map.of();
    }
  }
}
