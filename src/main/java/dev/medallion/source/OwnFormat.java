package dev.medallion.source;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.streaming.Source;
import org.apache.spark.sql.sources.StreamSourceProvider;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Tuple2;

/**
 * The door through which Spark takes our streams: it makes a source from its class's name and a map
 * of strings, so the stream itself waits here under a name until Spark asks for it.
 */
public final class OwnFormat implements StreamSourceProvider {
  private static final String STREAM = "stream";
  private static final Map<String, OwnStream> WAITING = new ConcurrentHashMap<>();

  /** A stream of ours. */
  interface OwnStream extends Source {
    /**
     * Called once, before all else.
     *
     * @param checkpoint a folder of the checkpoint for the stream's own use
     * @return the stream itself
     */
    default Source keptIn(String checkpoint) {
      return this;
    }
  }

  static Dataset<Row> open(SparkSession spark, OwnStream stream) {
    String name = UUID.randomUUID().toString();
    WAITING.put(name, stream);
    return spark.readStream().format(OwnFormat.class.getName()).option(STREAM, name).load();
  }

  @Override
  public Tuple2<String, StructType> sourceSchema(
      SQLContext context,
      Option<StructType> schema,
      String provider,
      scala.collection.immutable.Map<String, String> options) {
    return new Tuple2<>("medallion", WAITING.get(options.apply(STREAM)).schema());
  }

  @Override
  public Source createSource(
      SQLContext context,
      String metadataPath,
      Option<StructType> schema,
      String provider,
      scala.collection.immutable.Map<String, String> options) {
    return WAITING.remove(options.apply(STREAM)).keptIn(metadataPath);
  }
}
