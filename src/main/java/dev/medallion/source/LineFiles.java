package dev.medallion.source;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Files in which each line is a record for itself, so that they can be read from any line on. */
record LineFiles(Configuration hadoop, CompressionCodecFactory codecs, Filling filling)
    implements LandedFormat.Files {

  LineFiles(Configuration hadoop, Filling filling) {
    this(hadoop, new CompressionCodecFactory(hadoop), filling);
  }

  /** What becomes of a line. */
  @FunctionalInterface
  interface Filling {
    /** Fills in the line in hand; false if it is nothing. */
    boolean fill(SliceLines line, LandedRow row);
  }

  @Override
  public List<Slice> parts(Slice file, long most) {
    return parts(file, most, codecs);
  }

  /** A compressed file has no lines that begin at a byte of it. */
  static List<Slice> parts(Slice file, long most, CompressionCodecFactory codecs) {
    boolean whole = codecs.getCodec(new Path(file.path())) != null;
    return file.cut(whole ? file.size() : most);
  }

  @Override
  public LandedFormat.Records open(Slice slice) throws IOException {
    return new Records(SliceLines.open(slice, hadoop, codecs), filling);
  }

  private record Records(SliceLines lines, Filling filling) implements LandedFormat.Records {
    @Override
    public boolean next(LandedRow row) throws IOException {
      while (lines.next()) {
        if (filling.fill(lines, row)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
