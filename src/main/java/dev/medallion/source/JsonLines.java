package dev.medallion.source;

import dev.medallion.decode.JsonDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

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
  public Dataset<Row> read(SparkSession spark, List<Slice> files) {
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var hadoop =
        context.broadcast(new SerializableConfiguration(spark.sessionState().newHadoopConf()));
    JsonDecoder decoder = new JsonDecoder(columns);
    int width = columns.size();
    List<List<Slice>> groups = groups(spark, files, hadoop.value().value());
    return streaming(
        spark,
        context
            .parallelize(groups, Math.max(1, groups.size()))
            .mapPartitions(in -> new Rows(in, hadoop.value().value(), decoder, width)));
  }

  /** One group a task, as Spark's own readers divide files. */
  private static List<List<Slice>> groups(
      SparkSession spark, List<Slice> files, Configuration hadoop) {
    SQLConf conf = spark.sessionState().conf();
    long opening = conf.filesOpenCostInBytes();
    long all = files.stream().mapToLong(file -> file.size() + opening).sum();
    long share = all / spark.sparkContext().defaultParallelism();
    long most = Math.min(conf.filesMaxPartitionBytes(), Math.max(opening, share));
    var codecs = new CompressionCodecFactory(hadoop);
    List<Slice> slices = new ArrayList<>();
    for (Slice file : files) {
      boolean whole = codecs.getCodec(new Path(file.path())) != null;
      slices.addAll(file.cut(whole ? file.size() : most));
    }
    return Slice.pack(slices, most, opening);
  }

  private Dataset<Row> streaming(SparkSession spark, JavaRDD<InternalRow> rows) {
    RDD<InternalRow> rdd = rows.rdd();
    return spark.internalCreateDataFrame(rdd, schema(), true);
  }

  /**
   * Decodes lines one by one into the same row object; whoever takes a row copies it, as in Spark.
   */
  private static final class Rows implements Iterator<InternalRow> {
    private final Iterator<Slice> slices;
    private final Configuration hadoop;
    private final CompressionCodecFactory codecs;
    private final JsonDecoder decoder;
    private final Object[] values;
    private final int width;
    private final GenericInternalRow row;
    private SliceLines lines;
    private UTF8String file;
    private boolean ready;

    Rows(Iterator<List<Slice>> groups, Configuration hadoop, JsonDecoder decoder, int width) {
      List<Slice> all = new ArrayList<>();
      groups.forEachRemaining(all::addAll);
      this.slices = all.iterator();
      this.hadoop = hadoop;
      this.codecs = new CompressionCodecFactory(hadoop);
      this.decoder = decoder;
      this.width = width;
      this.values = new Object[width + 3];
      this.row = new GenericInternalRow(values);
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close());
    }

    @Override
    public boolean hasNext() {
      try {
        while (!ready && step()) {
          ready = fill();
        }
        return ready;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Goes to the next line, of the next slice if need be. */
    private boolean step() throws IOException {
      while (lines == null || !lines.next()) {
        close();
        if (!slices.hasNext()) {
          return false;
        }
        Slice slice = slices.next();
        lines = SliceLines.open(slice, hadoop, codecs);
        file = UTF8String.fromString(slice.path());
      }
      return true;
    }

    private void close() {
      try {
        if (lines != null) {
          lines.close();
          lines = null;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public InternalRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ready = false;
      return row;
    }

    private boolean fill() {
      if (JsonDecoder.isBlank(lines.bytes(), lines.offset(), lines.length())) {
        return false;
      }
      Arrays.fill(values, null);
      List<String> reasons = decoder.decode(lines.bytes(), lines.offset(), lines.length(), values);
      values[width] = file;
      if (!reasons.isEmpty()) {
        int end = lines.offset() + lines.length();
        values[width + 1] =
            UTF8String.fromBytes(Arrays.copyOfRange(lines.bytes(), lines.offset(), end));
        values[width + 2] =
            new GenericArrayData(reasons.stream().map(UTF8String::fromString).toArray());
      }
      return true;
    }
  }
}
