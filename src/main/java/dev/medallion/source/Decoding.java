package dev.medallion.source;

import dev.medallion.decode.Decoder;
import dev.medallion.decode.Utf8;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Decodes texts into rows.
 *
 * @param decoder of one text
 * @param raw whether the text stays beside its values
 */
record Decoding(Decoder decoder, KeepRaw raw) {

  /** Fills in the text at {@code bytes[offset, offset + length)}. */
  void fill(byte[] bytes, int offset, int length, LandedRow row) {
    List<String> reasons = decoder.decode(bytes, offset, length, row.values());
    if (!reasons.isEmpty()) {
      row.malformed(text(bytes, offset, length), reasons);
    } else if (raw == KeepRaw.YES) {
      row.values()[decoder.columns().size()] = text(bytes, offset, length);
    }
  }

  private static UTF8String text(byte[] bytes, int offset, int length) {
    return Utf8.text(Arrays.copyOfRange(bytes, offset, offset + length));
  }
}
