package dev.medallion.source;

import dev.medallion.decode.Decoder;
import dev.medallion.decode.Decoders;
import dev.medallion.decode.Utf8;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.StructType;

/**
 * Lines of text, each a row with the column {@code value}, blank ones too. A byte order mark at the
 * beginning of a file and line ends are not part of a line.
 */
record TextLines() implements LandedFormat {
  @Override
  public StructType columns() {
    return Decoders.text().columns();
  }

  @Override
  public Optional<Decoder> decoder() {
    return Optional.of(Decoders.text());
  }

  @Override
  public Files files(Configuration hadoop) {
    var decoding = new Decoding(Decoders.text(), KeepRaw.NO);
    return new LineFiles(hadoop, (line, row) -> fill(line, decoding, row));
  }

  private static boolean fill(SliceLines line, Decoding decoding, LandedRow row) {
    int mark =
        line.position() == 0 ? Utf8.markLength(line.bytes(), line.offset(), line.length()) : 0;
    decoding.fill(line.bytes(), line.offset() + mark, line.textLength() - mark, row);
    return true;
  }
}
