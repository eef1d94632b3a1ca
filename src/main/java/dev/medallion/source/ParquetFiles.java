package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.decode.Schemas;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.immutable.Map$;

/**
 * Parquet files, read by Spark's own reader, but only where their columns are what the schema says.
 * What came before a damage in a file is read; the rest of it is one malformed record.
 */
record ParquetFiles(StructType columns, OnNewColumn onNew) implements LandedFormat {
  /** Of so many files the columns are looked at in advance. */
  private static final int FOOTERS = 200;

  static ParquetFiles from(Section block, OnNewColumn onNew) {
    return new ParquetFiles(
        Schemas.read(block, "schema", LandingSource.TAKEN, ParquetFiles::refuse), onNew);
  }

  private static void refuse(StructType columns) {
    for (var field : columns.fields()) {
      if (!new ParquetFileFormat().supportDataType(field.dataType())) {
        throw new IllegalArgumentException(
            "%s: type %s cannot be read from Parquet"
                .formatted(field.name(), field.dataType().sql()));
      }
    }
  }

  @Override
  public StructType found(SparkSession spark, List<Slice> files) {
    Configuration hadoop = configuration(spark);
    reader(spark, hadoop);
    ParquetFit fit = ParquetFit.of(hadoop);
    StructType found = columns;
    for (Slice file : files.subList(0, Math.min(FOOTERS, files.size()))) {
      try {
        found = LandingSource.joined(found, fit.more(found, file.whole()));
      } catch (IOException | RuntimeException e) {
        // The batch that reads the file tells what is wrong with it.
      }
    }
    return found;
  }

  @Override
  public LandedFormat with(StructType more) {
    return new ParquetFiles(LandingSource.joined(columns, more), onNew);
  }

  @Override
  public LandedFormat prepared(SparkSession spark) {
    Configuration hadoop = configuration(spark);
    var reader = reader(spark, hadoop);
    return new Prepared(columns, onNew, reader, broadcast(spark, hadoop));
  }

  private static Configuration configuration(SparkSession spark) {
    Configuration hadoop = spark.sessionState().newHadoopConf();
    // Spark's local file system fails on names that it cannot form a checksum's name for.
    hadoop.set("fs.file.impl", RawLocalFileSystem.class.getName());
    hadoop.setBoolean("fs.file.impl.disable.cache", true);
    return hadoop;
  }

  /** Also sets the configuration to what Spark's reader and its conversion of schemas need. */
  private Function1<PartitionedFile, Iterator<InternalRow>> reader(
      SparkSession spark, Configuration hadoop) {
    var options = Map$.MODULE$.<String, String>empty();
    return new ParquetFileFormat()
        .buildReaderWithPartitionValues(
            spark,
            columns,
            new StructType(),
            columns,
            scala.collection.immutable.List$.MODULE$.empty(),
            options.updated(FileFormat.OPTION_RETURNING_BATCH(), "false"),
            hadoop);
  }

  private static Broadcast<SerializableConfiguration> broadcast(
      SparkSession spark, Configuration hadoop) {
    return spark
        .sparkContext()
        .broadcast(
            new SerializableConfiguration(hadoop),
            scala.reflect.ClassTag$.MODULE$.apply(SerializableConfiguration.class));
  }

  @Override
  public Files files(Configuration hadoop) {
    throw new IllegalStateException("Parquet is read with a session's settings: prepare it first");
  }

  private record Prepared(
      StructType columns,
      OnNewColumn onNew,
      Function1<PartitionedFile, Iterator<InternalRow>> reader,
      Broadcast<SerializableConfiguration> settings)
      implements LandedFormat {
    @Override
    public Files files(Configuration hadoop) {
      return new Folder(columns, onNew, reader, settings.value().value());
    }
  }

  private record Folder(
      StructType columns,
      OnNewColumn onNew,
      Function1<PartitionedFile, Iterator<InternalRow>> reader,
      Configuration hadoop)
      implements Files {
    /** A file is read whole, so that a damage in it is told once. */
    @Override
    public List<Slice> parts(Slice file, long most) {
      return List.of(file);
    }

    @Override
    public Records open(Slice slice) throws IOException {
      slice.open(hadoop).close(); // Fails for a file that is gone.
      return new ParquetRecords(columns, onNew, reader, hadoop, slice);
    }
  }
}
