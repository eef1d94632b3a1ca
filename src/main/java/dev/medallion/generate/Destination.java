package dev.medallion.generate;

import java.io.Closeable;
import java.io.IOException;

/** Takes generated lines. A reader sees whole portions only: a file in full, a message in full. */
public interface Destination extends Closeable {

  /**
   * Takes one line, without its line end. It need not be visible before {@link #finish}.
   *
   * @param key what the line belongs to, also where the line is spoiled; lines of one key keep
   *     their order
   */
  void take(String key, String line) throws IOException;

  /**
   * Makes all lines visible and returns in how many files they stand; 0 where there are no files.
   */
  int finish() throws IOException;

  /**
   * Gives up what is not visible yet, and lets go of what was open. After {@link #finish} nothing
   * is lost.
   */
  @Override
  void close() throws IOException;
}
