package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.Schemas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Newline-delimited JSON in a landing folder, decoded strictly by a schema; see {@link JsonDecoder}
 * for what counts as malformed.
 *
 * @param path the landing folder
 * @param archive where files go once their batch is committed
 * @param columns the schema of a line
 * @param filesPerBatch at most so many files a batch
 */
public record JsonSource(String path, String archive, StructType columns, int filesPerBatch)
    implements Source {
  private static final Set<String> TAKEN = Set.of(SOURCE_FILE, INGESTED_AT, FILE, RAW, REASONS);

  static JsonSource from(Section block) {
    String path = block.string("path");
    String archive = block.optionalString("archive").orElse(path + "_archive");
    if (new Path(archive).equals(new Path(path))) {
      block.problem("archive", "is the landing folder itself; name another folder");
    }
    return new JsonSource(
        path,
        archive,
        Schemas.read(block, "schema", TAKEN),
        block.positiveInt("max-files-per-batch"));
  }

  @Override
  public String name() {
    return path;
  }

  @Override
  public Optional<StructType> schema(SparkSession spark) {
    return Optional.of(
        withTime(spark.createDataFrame(List.of(), new JsonLines(columns).schema())).schema());
  }

  @Override
  public SourceStream open(SparkSession spark, SourceEvents events) {
    var folder = new LandingFolder(path, archive, spark.sessionState().newHadoopConf());
    var stream = new LandingStream(spark, folder, new JsonLines(columns), filesPerBatch, events);
    return new Opened(withTime(OwnFormat.open(spark, stream)), stream);
  }

  private static Dataset<Row> withTime(Dataset<Row> rows) {
    return rows.withColumn(INGESTED_AT, functions.current_timestamp());
  }

  private record Opened(Dataset<Row> rows, LandingStream stream) implements SourceStream {
    @Override
    public Lag lag(String endOffset) {
      return Lag.of("files", stream.waiting());
    }

    @Override
    public Map<String, Provenance> provenance(String startOffset, String endOffset) {
      return Map.of();
    }
  }
}
