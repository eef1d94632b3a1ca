package dev.medallion.source;

import dev.medallion.decode.CsvDecoder;
import dev.medallion.decode.CsvFault;
import java.io.IOException;
import java.util.Optional;

/**
 * What is known of a CSV file before its records are read.
 *
 * @param decoder of the records
 * @param position where the header stands; records stand behind it
 */
record CsvHead(CsvDecoder decoder, long position) {
  private static final long NOWHERE = -1;

  /** Finds out what is known, perhaps with the first step. */
  @FunctionalInterface
  interface Heading {
    /** Empty where the file has no records, or none that could be read. */
    Optional<CsvHead> read(CsvSteps steps) throws IOException, DamagedFile;
  }

  /** Of a file without a header. */
  static CsvHead none(CsvDecoder decoder) {
    return new CsvHead(decoder, NOWHERE);
  }

  /** Of a file whose first record is its header. */
  static Optional<CsvHead> first(CsvSteps steps, CsvDecoder columns)
      throws IOException, DamagedFile {
    if (!steps.next()) {
      return Optional.empty();
    }
    try {
      CsvDecoder decoder = columns.under(steps.bytes(), steps.offset(), steps.length());
      return Optional.of(new CsvHead(decoder, steps.position()));
    } catch (CsvFault e) {
      throw new DamagedFile(0, e.getMessage(), e);
    }
  }
}
