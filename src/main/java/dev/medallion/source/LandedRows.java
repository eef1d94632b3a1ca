package dev.medallion.source;

import dev.medallion.decode.NewField;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Reads the files of one batch of a landing folder: the columns of their format, then {@link
 * Source#SOURCE_FILE}, {@link Source#RAW} and {@link Source#REASONS}. The last two tell of a
 * malformed record.
 */
record LandedRows(LandedFormat format) {

  /** The columns of a batch. */
  StructType schema() {
    return format
        .columns()
        .add(Source.SOURCE_FILE, DataTypes.StringType)
        .add(Source.RAW, DataTypes.StringType)
        .add(Source.REASONS, DataTypes.createArrayType(DataTypes.StringType));
  }

  /**
   * The rows of some files as a streaming dataset, each file a whole slice; one that is gone fails
   * the reading of the rows.
   */
  Dataset<Row> read(SparkSession spark, List<Slice> files) {
    var context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    var hadoop =
        context.broadcast(new SerializableConfiguration(spark.sessionState().newHadoopConf()));
    LandedFormat read = format.prepared(spark);
    List<List<Slice>> groups = groups(spark, files, read.files(hadoop.value().value()));
    return streaming(
        spark,
        context
            .parallelize(groups, Math.max(1, groups.size()))
            .mapPartitions(in -> new Rows(in, hadoop.value().value(), read)));
  }

  /** One group a task, as Spark's own readers divide files. */
  private static List<List<Slice>> groups(
      SparkSession spark, List<Slice> files, LandedFormat.Files reader) {
    SQLConf conf = spark.sessionState().conf();
    long opening = conf.filesOpenCostInBytes();
    long all = files.stream().mapToLong(file -> file.size() + opening).sum();
    long share = all / spark.sparkContext().defaultParallelism();
    long most = Math.min(conf.filesMaxPartitionBytes(), Math.max(opening, share));
    List<Slice> slices = new ArrayList<>();
    files.forEach(file -> slices.addAll(reader.parts(file, most)));
    return Slice.pack(slices, most, opening);
  }

  private Dataset<Row> streaming(SparkSession spark, JavaRDD<InternalRow> rows) {
    RDD<InternalRow> rdd = rows.rdd();
    return spark.internalCreateDataFrame(rdd, schema(), true);
  }

  /** Reads records one by one into the same row; whoever takes a row copies it, as in Spark. */
  private static final class Rows implements Iterator<InternalRow> {
    private final Iterator<Slice> slices;
    private final LandedFormat.Files files;
    private final LandedRow row;
    private LandedFormat.Records records;
    private UTF8String file;
    private boolean ready;

    Rows(Iterator<List<Slice>> groups, Configuration hadoop, LandedFormat format) {
      List<Slice> all = new ArrayList<>();
      groups.forEachRemaining(all::addAll);
      this.slices = all.iterator();
      this.files = format.files(hadoop);
      this.row = new LandedRow(format.columns().size());
      TaskContext.get().addTaskCompletionListener((TaskCompletionListener) task -> close());
    }

    @Override
    public boolean hasNext() {
      try {
        ready = ready || step();
        return ready;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Goes to the next record, of the next slice if need be. */
    private boolean step() throws IOException {
      row.clear(file);
      while (records == null || !filled()) {
        close();
        if (!slices.hasNext()) {
          return false;
        }
        Slice slice = slices.next();
        records = files.open(slice);
        file = UTF8String.fromString(slice.path());
        row.clear(file);
      }
      return true;
    }

    private boolean filled() throws IOException {
      try {
        return records.next(row);
      } catch (NewField e) {
        throw e.in(file.toString(), "ignore or add");
      }
    }

    private void close() {
      try {
        if (records != null) {
          records.close();
          records = null;
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
      return row.row();
    }
  }
}
