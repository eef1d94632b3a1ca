package dev.medallion.decode;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.types.StructType;

/**
 * Decodes records of one format. Safe for use by several threads; the same bytes always give the
 * same result.
 */
public interface Decoder extends Serializable {

  /** The columns of a record. */
  StructType columns();

  /**
   * Decodes the record at {@code bytes[offset, offset + length)} into the first slots of {@code
   * target}, one a column, as Catalyst values.
   *
   * @return nothing if the record is good; else every reason why not, and the slots are null
   */
  List<String> decode(byte[] bytes, int offset, int length, Object[] target);
}
