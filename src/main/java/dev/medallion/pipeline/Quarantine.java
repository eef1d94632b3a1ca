package dev.medallion.pipeline;

import static org.apache.spark.sql.functions.base64;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring_index;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import dev.medallion.sink.BatchId;
import dev.medallion.source.Source;
import dev.medallion.source.SourceStream.Provenance;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Turns rows that were kept back into rows of the quarantine table: what was found, why it was kept
 * back, where it came from, and which batch of which run met it.
 */
record Quarantine(Job job, UUID run, long task, BatchId batch) {
  private static final String NAME = "__name";
  private static final Map<String, String> TIMES =
      Map.of(
          "timestampFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX",
          "timestampNTZFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSSSS");
  private static final StructType ORIGINS =
      new StructType()
          .add(NAME, DataTypes.StringType)
          .add("source_version", DataTypes.LongType)
          .add("source_writer", DataTypes.StringType);

  /** Input rows: malformed ones and those that broke {@code expect}. */
  Dataset<Row> ofInput(BatchRows input, String source, Map<String, Provenance> origins) {
    Dataset<Row> rows = input.keptBack();
    Column row = json(input);
    return input.has(Source.REASONS)
        ? described(rows, stage(), reasons(input), coalesce(col(Source.RAW), row), source, origins)
        : described(rows, lit("expect"), input.rules().reasons(), row, source, origins);
  }

  /** Rows of the SQL's result that broke {@code ensure}. */
  Dataset<Row> ofResult(BatchRows result) {
    return described(
        result.keptBack(),
        lit("ensure"),
        result.rules().reasons(),
        json(result),
        job.source().name(),
        Map.of());
  }

  /** Rows of a replay's result that broke {@code ensure}, and say so. */
  Dataset<Row> ofReplayed(BatchRows result) {
    return described(
        result.keptBack(),
        lit("ensure"),
        col(Source.REASONS),
        json(result),
        job.source().name(),
        Map.of());
  }

  /** A row as text that it can be read from again, to the microsecond. */
  private static Column json(BatchRows rows) {
    return to_json(struct(rows.visibleColumns().toArray(Column[]::new)), TIMES);
  }

  private static Column stage() {
    return when(col(Source.REASONS).isNotNull(), "decode").otherwise("expect");
  }

  /** A malformed record has no row that a rule could judge. */
  private static Column reasons(BatchRows input) {
    return coalesce(col(Source.REASONS), input.rules().reasons());
  }

  private Dataset<Row> described(
      Dataset<Row> rows,
      Column stage,
      Column reasons,
      Column record,
      String source,
      Map<String, Provenance> origins) {
    Dataset<Row> found =
        rows.select(
            stage.as("stage"),
            reasons.as("reasons"),
            record.as("record"),
            file(rows).as("source_file"),
            place(rows, Source.TOPIC, DataTypes.StringType).as("source_topic"),
            place(rows, Source.PARTITION, DataTypes.IntegerType).as("source_partition"),
            place(rows, Source.OFFSET, DataTypes.LongType).as("source_offset"),
            place(rows, Source.TIMESTAMP, DataTypes.TimestampType).as("source_timestamp"),
            key(rows).as("source_key"));
    return found
        .withColumn(NAME, substring_index(col("source_file"), "/", -1))
        .join(broadcast(table(rows.sparkSession(), origins)), new String[] {NAME}, "left")
        .select(
            lit(job.name()).as("job"),
            col("stage"),
            col("reasons"),
            col("record"),
            lit(source).as("source"),
            col("source_file"),
            col("source_version"),
            col("source_writer"),
            col("source_topic"),
            col("source_partition"),
            col("source_offset"),
            col("source_timestamp"),
            col("source_key"),
            lit(run.toString()).as("run_uuid"),
            lit(task == 0 ? null : task).cast("long").as("task_id"),
            lit(batch.query().toString()).as("query_id"),
            lit(batch.number()).as("batch_id"),
            current_timestamp().as("quarantined_at"));
  }

  private static Column file(Dataset<Row> rows) {
    List<String> columns = List.of(rows.columns());
    return Stream.of(Source.FILE, Source.SOURCE_FILE)
        .filter(columns::contains)
        .findFirst()
        .map(functions::col)
        .orElse(lit(null).cast(DataTypes.StringType));
  }

  /** A column of this type, or null where there is none. */
  private static Column place(Dataset<Row> rows, String name, DataType type) {
    return has(rows, name, type) ? col(name) : lit(null).cast(type);
  }

  private static Column key(Dataset<Row> rows) {
    return has(rows, Source.KEY, DataTypes.BinaryType)
        ? concat(lit("base64:"), base64(col(Source.KEY)))
        : place(rows, Source.KEY, DataTypes.StringType);
  }

  private static boolean has(Dataset<Row> rows, String name, DataType type) {
    return Arrays.stream(rows.schema().fields())
        .anyMatch(field -> field.name().equals(name) && field.dataType().equals(type));
  }

  private static Dataset<Row> table(SparkSession spark, Map<String, Provenance> origins) {
    List<Row> rows =
        origins.entrySet().stream()
            .map(
                origin ->
                    RowFactory.create(
                        origin.getKey(), origin.getValue().version(), origin.getValue().writer()))
            .toList();
    return spark.createDataFrame(rows, ORIGINS);
  }
}
