package dev.medallion.source;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** The one row that takes the records of landed files in turn. */
final class LandedRow {
  private final int width;
  private final Object[] values;
  private final GenericInternalRow row;

  /**
   * Makes an empty row.
   *
   * @param width the number of the format's own columns
   */
  LandedRow(int width) {
    this.width = width;
    this.values = new Object[width + 3];
    this.row = new GenericInternalRow(values);
  }

  /** The slots of the format's own columns, in front of those that are none of its business. */
  Object[] values() {
    return values;
  }

  /** The record could not be decoded; the format's own columns stay as they are. */
  void malformed(UTF8String raw, List<String> reasons) {
    values[width + 1] = raw;
    values[width + 2] =
        new GenericArrayData(reasons.stream().map(UTF8String::fromString).toArray());
  }

  /** Nothing of a file can be read behind a damage. */
  void damaged(Slice file, DamagedFile damage) {
    String rest = "bytes %d to %d of %s".formatted(damage.position(), file.size(), file.path());
    String reason =
        "from byte %d of the file on: %s".formatted(damage.position(), damage.getMessage());
    malformed(UTF8String.fromString(rest), List.of(reason));
  }

  void clear(UTF8String file) {
    Arrays.fill(values, null);
    values[width] = file;
  }

  InternalRow row() {
    return row;
  }
}
