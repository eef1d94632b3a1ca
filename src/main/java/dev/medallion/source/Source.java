package dev.medallion.source;

import dev.medallion.decode.Decoder;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What a job reads. Beside its own columns a source may deliver hidden ones, whose names start with
 * two underscores; they never reach the job's SQL.
 */
public interface Source {
  /** Hidden column: why a record could not be decoded, array of strings; null for a good row. */
  String REASONS = "__reasons";

  /** Hidden column: the text of a record that could not be decoded; null for a good row. */
  String RAW = "__raw";

  /** Hidden column: true for a record that is counted and left out, such as a tombstone. */
  String SKIPPED = "__skipped";

  /** Hidden column: the file of a table that the row was read from. */
  String FILE = "__file";

  /** Column of rows from a landing folder: the file that they were read from. */
  String SOURCE_FILE = "_source_file";

  /** Column of rows from a landing folder: when their batch was made, the same for all of it. */
  String INGESTED_AT = "_ingested_at";

  /** Columns of rows from a topic: its name, and where in it the record stood. */
  String TOPIC = "_topic";

  String PARTITION = "_partition";
  String OFFSET = "_offset";

  /** Column of rows from a topic: when the record was made, or the broker got it. */
  String TIMESTAMP = "_timestamp";

  /** Columns of rows from a topic: the record's key and, on request, its headers. */
  String KEY = "_key";

  String HEADERS = "_headers";

  /** Column of rows from folders and topics, on request: the text that the row was made of. */
  String RAW_TEXT = "_raw";

  /** What is read, as people know it: a folder, a table or topics. */
  String name();

  /**
   * The columns that the stream will have, hidden ones included, found without touching data; empty
   * while the source does not exist.
   */
  Optional<StructType> schema(SparkSession spark);

  /**
   * The columns that the records waiting to be read have and the declared schema lacks; none where
   * that cannot be told.
   *
   * @param events told of what cannot be a column
   */
  default StructType more(SparkSession spark, SourceEvents events) {
    return new StructType();
  }

  /** The same with columns behind those of its schema, if it can have them. */
  default Source with(StructType more) {
    return this;
  }

  /**
   * Where a batch begins and ends, as its task row tells it.
   *
   * @param startOffset null for the first batch
   */
  default Extent extent(String startOffset, String endOffset) {
    return new Extent(startOffset, endOffset);
  }

  /** No batch of this extent has more rows; empty where it does not tell. */
  default OptionalLong mostRows(Extent extent) {
    return OptionalLong.empty();
  }

  /** Whether each batch begins where the one before it ended, whatever happens to the source. */
  default boolean joinsUp() {
    return true;
  }

  /**
   * What a job that starts over reads of it, as the rest of a sentence that its name begins; empty
   * where nothing is there to be read again.
   */
  default Optional<String> rereads(SparkSession spark) {
    return Optional.of("is read from where its connector begins");
  }

  /**
   * How the text of a record that could not be decoded is decoded once more; empty where that text
   * is not all that it takes.
   */
  default Optional<Decoder> decoder() {
    return Optional.empty();
  }

  /**
   * Opens the stream. A batch that is run again after a crash has the same rows.
   *
   * @param events told of what the source refuses or finds odd
   */
  SourceStream open(SparkSession spark, SourceEvents events);

  /**
   * The beginning and the end of a batch, as JSON.
   *
   * @param start null where the first batch begins with whatever is there
   */
  record Extent(String start, String end) {}
}
