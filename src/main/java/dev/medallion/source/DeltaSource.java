package dev.medallion.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.medallion.config.Section;
import dev.medallion.delta.Commit;
import dev.medallion.delta.CommitLog;
import dev.medallion.delta.Lake;
import dev.medallion.delta.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A Delta table as a stream of the rows added to it.
 *
 * @param table the table
 * @param filesPerBatch at most so many files a batch
 * @param bytesPerBatch about so many bytes a batch; at least one file is read
 */
public record DeltaSource(Table table, int filesPerBatch, long bytesPerBatch) implements Source {
  private static final ObjectMapper JSON = new ObjectMapper();

  static DeltaSource from(Section block, Lake lake, String jobLayer) {
    String name = block.string("table");
    String layer = block.optionalString("layer").orElseGet(() -> lake.layerOf(name, jobLayer));
    return new DeltaSource(
        lake.table(layer, name),
        block.positiveInt("max-files-per-batch"),
        block.bytes("max-bytes-per-batch"));
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public Optional<String> rereads(SparkSession spark) {
    return Optional.of("is read again from its first row");
  }

  @Override
  public Optional<StructType> schema(SparkSession spark) {
    return table.exists(spark)
        ? Optional.of(withFile(table.read(spark)).schema())
        : Optional.empty();
  }

  @Override
  public SourceStream open(SparkSession spark, SourceEvents events) {
    DataStreamReader reader =
        spark
            .readStream()
            .format("delta")
            .option("maxFilesPerTrigger", filesPerBatch)
            .option("maxBytesPerTrigger", bytesPerBatch + "b");
    return new Opened(withFile(table.stream(reader)), table.log(spark));
  }

  private static Dataset<Row> withFile(Dataset<Row> rows) {
    return rows.withColumn(FILE, functions.input_file_name());
  }

  /** The columns that a table with these columns has as a source. */
  public static StructType of(StructType columns) {
    return columns.add(FILE, DataTypes.StringType);
  }

  private record Opened(Dataset<Row> rows, CommitLog log) implements SourceStream {
    @Override
    public Lag lag(String endOffset) {
      long next = position(endOffset).nextVersion();
      return Lag.of("versions", Math.max(0, log.latestVersion().orElse(-1) + 1 - next));
    }

    @Override
    public Map<String, Provenance> provenance(String startOffset, String endOffset) {
      Map<String, Provenance> found = new HashMap<>();
      Position end = position(endOffset);
      for (long version = firstVersion(startOffset); version <= end.version(); version++) {
        log.commit(version).ifPresent(commit -> add(commit, found));
      }
      return found;
    }

    /** A stream begins with a snapshot of the table, whose files are of any earlier version. */
    private static long firstVersion(String startOffset) {
      return startOffset == null || position(startOffset).snapshot()
          ? 0
          : position(startOffset).version();
    }

    private static void add(Commit commit, Map<String, Provenance> found) {
      var provenance = new Provenance(commit.version(), commit.userMetadata());
      commit.files().forEach(file -> found.put(file, provenance));
    }
  }

  /**
   * Where Delta's stream stands: inside the commit of a version, or at its beginning.
   *
   * @param index below 0: nothing of the version was read yet; -1 also marks its beginning
   */
  private record Position(long version, long index, boolean snapshot) {
    /** The first version of which nothing was read. */
    long nextVersion() {
      return index < 0 ? version : version + 1;
    }
  }

  private static Position position(String offset) {
    try {
      JsonNode node = JSON.readTree(offset);
      return new Position(
          node.get("reservoirVersion").asLong(),
          node.get("index").asLong(),
          node.path("isStartingVersion").asBoolean());
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not the offset of a Delta stream: " + offset, e);
    }
  }
}
