package dev.medallion.generate;

import java.io.IOException;

/**
 * Makes records of one kind, one JSON text a line. The same settings give the same lines in the
 * same order, whatever the destination.
 *
 * @param <C> the counts of what was made
 */
public interface Generator<C> {

  /**
   * Makes all records and hands them over; they are complete at the destination when this returns.
   * Closing the destination is the caller's part.
   *
   * @throws IOException as the destination throws it; the lines after it were not made
   */
  C generate(Destination destination) throws IOException;
}
