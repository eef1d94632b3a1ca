package dev.medallion.source;

import dev.medallion.decode.Decoder;
import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** A format of landed files: what is in them, and how it is read. */
interface LandedFormat extends Serializable {
  /** The columns of a record. */
  StructType columns();

  /** This format with what only a session can tell; asked for before each batch. */
  default LandedFormat prepared(SparkSession spark) {
    return this;
  }

  /**
   * The columns that files have, among them those that the format's own columns lack; none where
   * that cannot be told.
   *
   * @param files oldest first
   */
  default StructType found(SparkSession spark, List<Slice> files) {
    return new StructType();
  }

  /** The same with columns behind those of its schema, if it can have them. */
  default LandedFormat with(StructType more) {
    return this;
  }

  /** As {@link Source#decoder}. */
  default Optional<Decoder> decoder() {
    return Optional.empty();
  }

  /** Prepares to read files, one after the other in one thread. */
  Files files(Configuration hadoop);

  /** Reads files of the format. */
  interface Files {
    /** The parts of a file that may be read apart, of about so many bytes. */
    List<Slice> parts(Slice file, long most);

    /**
     * Opens a part of a file.
     *
     * @throws IOException if it cannot be had; what is wrong in it is told by its records
     */
    Records open(Slice slice) throws IOException;
  }

  /** The records of a part of a file. */
  interface Records extends Closeable {
    /**
     * Fills in the next record, good or malformed, into a row that is empty.
     *
     * @return false if there is none
     */
    boolean next(LandedRow row) throws IOException;
  }
}
