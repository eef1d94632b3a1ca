package dev.medallion.source;

import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Reads the files of one batch of a landing folder, as a streaming dataset. */
interface LandingReader {
  /** The columns of a batch. */
  StructType schema();

  /** The rows of some files, each of which is there. */
  Dataset<Row> read(SparkSession spark, Stream<Path> files);

  /** A dataset that fails when it is read, naming the files that are not there any more. */
  Dataset<Row> missing(SparkSession spark, Stream<Path> files);
}
