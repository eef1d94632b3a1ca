package dev.medallion.source;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads files of newline-delimited JSON: the schema's columns, then {@link Source#SOURCE_FILE},
 * {@link Source#RAW} and {@link Source#REASONS}. A good row has the first, a malformed line the
 * last three. Blank lines are nothing.
 */
record JsonLines(StructType columns) implements LandingReader {

  @Override
  public StructType schema() {
    return columns
        .add(Source.SOURCE_FILE, DataTypes.StringType)
        .add(Source.RAW, DataTypes.StringType)
        .add(Source.REASONS, DataTypes.createArrayType(DataTypes.StringType));
  }

  @Override
  public Dataset<Row> read(SparkSession spark, Stream<Path> files) {
    Dataset<Row> lines =
        spark
            .read()
            .option("lineSep", "\n")
            .text(files.map(Path::toString).toArray(String[]::new))
            .select("value", "_metadata.file_path");
    JsonDecoder decoder = new JsonDecoder(columns);
    int width = columns.size();
    return streaming(
        spark,
        lines
            .queryExecution()
            .toRdd()
            .toJavaRDD()
            .mapPartitions(in -> new Rows(in, decoder, width)));
  }

  @Override
  public Dataset<Row> missing(SparkSession spark, Stream<Path> files) {
    List<String> gone = files.map(Path::toString).toList();
    String message = "files of the batch in hand are gone from the landing folder: " + gone;
    return streaming(
        spark,
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(List.of(message), 1)
            .map(
                text -> {
                  throw new IllegalStateException(text);
                }));
  }

  private Dataset<Row> streaming(SparkSession spark, JavaRDD<InternalRow> rows) {
    RDD<InternalRow> rdd = rows.rdd();
    return spark.internalCreateDataFrame(rdd, schema(), true);
  }

  /**
   * Decodes lines one by one into the same row object; whoever takes a row copies it, as in Spark.
   */
  private static final class Rows implements Iterator<InternalRow> {
    private final Iterator<InternalRow> lines;
    private final JsonDecoder decoder;
    private final Object[] values;
    private final int width;
    private final GenericInternalRow row;
    private boolean ready;

    Rows(Iterator<InternalRow> lines, JsonDecoder decoder, int width) {
      this.lines = lines;
      this.decoder = decoder;
      this.width = width;
      this.values = new Object[width + 3];
      this.row = new GenericInternalRow(values);
    }

    @Override
    public boolean hasNext() {
      while (!ready && lines.hasNext()) {
        ready = fill(lines.next());
      }
      return ready;
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ready = false;
      return row;
    }

    private boolean fill(InternalRow line) {
      UTF8String text = line.getUTF8String(0);
      ByteBuffer bytes = text.getByteBuffer();
      int offset = bytes.arrayOffset() + bytes.position();
      if (JsonDecoder.isBlank(bytes.array(), offset, bytes.remaining())) {
        return false;
      }
      Arrays.fill(values, null);
      List<String> reasons = decoder.decode(bytes.array(), offset, bytes.remaining(), values);
      values[width] = line.getUTF8String(1);
      if (!reasons.isEmpty()) {
        values[width + 1] = text;
        values[width + 2] =
            new GenericArrayData(reasons.stream().map(UTF8String::fromString).toArray());
      }
      return true;
    }
  }
}
