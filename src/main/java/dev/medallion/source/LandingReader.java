package dev.medallion.source;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Reads the files of one batch of a landing folder, as a streaming dataset. */
interface LandingReader {
  /** The columns of a batch. */
  StructType schema();

  /** The rows of some files, each a whole slice; one that is gone fails the reading of the rows. */
  Dataset<Row> read(SparkSession spark, List<Slice> files);
}
