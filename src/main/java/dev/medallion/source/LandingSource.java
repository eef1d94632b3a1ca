package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.Decoder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Files of one format in a landing folder.
 *
 * @param path the landing folder
 * @param archive where files go once their batch is committed
 * @param filesPerBatch at most so many files a batch
 * @param format how files are read
 */
public record LandingSource(String path, String archive, int filesPerBatch, LandedFormat format)
    implements Source {
  /** Names that no column of a format may have. */
  static final Set<String> TAKEN = Set.of(SOURCE_FILE, INGESTED_AT, FILE, RAW, REASONS);

  static LandingSource from(Section block, LandedFormat format) {
    String path = block.string("path");
    String archive = block.optionalString("archive").orElse(path + "_archive");
    if (new Path(archive).equals(new Path(path))) {
      block.problem("archive", "is the landing folder itself; name another folder");
    }
    return new LandingSource(path, archive, block.positiveInt("max-files-per-batch"), format);
  }

  @Override
  public String name() {
    return path;
  }

  @Override
  public Optional<StructType> schema(SparkSession spark) {
    StructType columns = new LandedRows(format).schema();
    return Optional.of(withTime(spark.createDataFrame(List.of(), columns)).schema());
  }

  @Override
  public Optional<String> rereads(SparkSession spark) {
    int there =
        new LandingFolder(path, archive, spark.sessionState().newHadoopConf()).list().size();
    return there == 0
        ? Optional.empty()
        : Optional.of(
            "has %d files that are read, also those that were read before and are not archived yet; what is in %s is read only if it is moved back"
                .formatted(there, archive));
  }

  @Override
  public SourceStream open(SparkSession spark, SourceEvents events) {
    var folder = new LandingFolder(path, archive, spark.sessionState().newHadoopConf());
    var rows = new LandedRows(format);
    var stream = new LandingStream(spark, folder, rows, filesPerBatch, events);
    return new Opened(withTime(OwnFormat.open(spark, stream)), stream);
  }

  @Override
  public Optional<Decoder> decoder() {
    return format.decoder();
  }

  @Override
  public StructType more(SparkSession spark, SourceEvents events) {
    var folder = new LandingFolder(path, archive, spark.sessionState().newHadoopConf());
    List<Slice> waiting =
        folder.list().stream()
            .map(file -> Slice.of(folder.path(file.name()).toString(), file.size()))
            .toList();
    StructType found = waiting.isEmpty() ? new StructType() : format.found(spark, waiting);
    return new Addition(path, format.columns(), events).of(found);
  }

  @Override
  public Source with(StructType more) {
    return new LandingSource(path, archive, filesPerBatch, format.with(more));
  }

  /** Columns, and others behind them. */
  static StructType joined(StructType columns, StructType more) {
    StructType all = columns;
    for (StructField field : more.fields()) {
      all = all.add(field);
    }
    return all;
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
