package dev.medallion.decode;

import java.io.IOException;

/** Reads values of one type of the reader's schema. */
@FunctionalInterface
interface AvroValue {
  /**
   * Reads the next value.
   *
   * @return the Catalyst value, or null if it is null or a reason was given to {@code record}
   * @throws IOException if the bytes are not Avro; then nothing behind them can be read
   */
  Object read(AvroRecord record) throws IOException;
}
