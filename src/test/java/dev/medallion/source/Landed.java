package dev.medallion.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.catalyst.InternalRow;

/** What a format makes of a file, as text: the values of good records, what is told of others. */
final class Landed {
  private static final Configuration HADOOP = new Configuration();

  private Landed() {}

  /** Reads a file in parts of about so many bytes, in their order. */
  static List<String> rows(LandedFormat format, Slice file, long most) throws IOException {
    LandedFormat.Files files = format.files(HADOOP);
    List<String> rows = new ArrayList<>();
    for (Slice part : files.parts(file, most)) {
      read(files, part, format.columns().size(), rows);
    }
    return rows.stream().map(row -> row.replace(file.path(), "FILE")).toList();
  }

  private static void read(LandedFormat.Files files, Slice part, int width, List<String> rows)
      throws IOException {
    try (LandedFormat.Records records = files.open(part)) {
      LandedRow row = new LandedRow(width);
      for (row.clear(null); records.next(row); row.clear(null)) {
        rows.add(shown(row, width));
      }
      if (records.next(row)) {
        throw new AssertionError("a record behind the last");
      }
    }
  }

  private static String shown(LandedRow filled, int width) {
    InternalRow row = filled.row();
    return row.isNullAt(width + 2)
        ? Arrays.toString(Arrays.copyOf(filled.values(), width))
        : row.getUTF8String(width + 1) + ": " + Arrays.toString(row.getArray(width + 2).array());
  }
}
