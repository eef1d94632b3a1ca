package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.JsonDecoder;
import dev.medallion.decode.Schemas;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Newline-delimited JSON, decoded strictly by a schema; see {@link JsonDecoder} for what counts as
 * malformed. Blank lines are nothing.
 */
record JsonLines(StructType columns) implements LandedFormat {

  static JsonLines from(Section block) {
    return new JsonLines(Schemas.read(block, "schema", LandingSource.TAKEN));
  }

  @Override
  public Files files(Configuration hadoop) {
    var codecs = new CompressionCodecFactory(hadoop);
    return new JsonFiles(hadoop, codecs, new JsonDecoder(columns));
  }

  private record JsonFiles(
      Configuration hadoop, CompressionCodecFactory codecs, JsonDecoder decoder) implements Files {
    /** A compressed file has no lines that begin at a byte of it. */
    @Override
    public List<Slice> parts(Slice file, long most) {
      boolean whole = codecs.getCodec(new Path(file.path())) != null;
      return file.cut(whole ? file.size() : most);
    }

    @Override
    public Records open(Slice slice) throws IOException {
      return new Lines(SliceLines.open(slice, hadoop, codecs), decoder);
    }
  }

  private record Lines(SliceLines lines, JsonDecoder decoder) implements Records {
    @Override
    public boolean next(LandedRow row) throws IOException {
      while (lines.next()) {
        if (!JsonDecoder.isBlank(lines.bytes(), lines.offset(), lines.length())) {
          fill(row);
          return true;
        }
      }
      return false;
    }

    private void fill(LandedRow row) {
      List<String> reasons =
          decoder.decode(lines.bytes(), lines.offset(), lines.length(), row.values());
      if (!reasons.isEmpty()) {
        int end = lines.offset() + lines.length();
        byte[] line = Arrays.copyOfRange(lines.bytes(), lines.offset(), end);
        row.malformed(UTF8String.fromBytes(line), reasons);
      }
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }
}
