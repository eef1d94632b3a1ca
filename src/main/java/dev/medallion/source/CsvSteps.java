package dev.medallion.source;

import dev.medallion.decode.CsvDialect;
import dev.medallion.decode.CsvQuotes;
import dev.medallion.decode.Utf8;
import dev.medallion.source.CsvFiles.Lines;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;

/**
 * Steps through the records of a CSV file, each without its line end: a line, or as many as it
 * takes until all quotes are closed. A byte order mark at the beginning of the file is skipped, and
 * so are blank lines.
 */
final class CsvSteps implements Closeable {
  /** One quote too many must not take a whole file into memory. */
  private static final int LONGEST = 16 << 20;

  private final SliceLines lines;
  private final CsvDialect dialect;
  private final Lines mode;
  private long position;
  private byte[] bytes;
  private int offset;
  private int length;

  CsvSteps(SliceLines lines, CsvDialect dialect, Lines mode) {
    this.lines = lines;
    this.dialect = dialect;
    this.mode = mode;
  }

  /**
   * Goes to the next record; false if there is none.
   *
   * @throws DamagedFile if quotes stay open for too long to look for their end
   */
  boolean next() throws IOException, DamagedFile {
    while (lines.next()) {
      position = lines.position();
      bytes = lines.bytes();
      int mark = position == 0 ? Utf8.markLength(bytes, lines.offset(), lines.length()) : 0;
      offset = lines.offset() + mark;
      length = lines.textLength() - mark;
      if (!dialect.isBlank(bytes, offset, length)) {
        join(mark);
        return true;
      }
    }
    return false;
  }

  private void join(int mark) throws IOException, DamagedFile {
    CsvQuotes quotes = new CsvQuotes(dialect);
    int all = lines.length() - mark;
    if (mode == Lines.SINGLE || !quotes.staysOpen(bytes, offset, all)) {
      return;
    }
    var record = new ByteArrayOutputStream();
    record.write(bytes, offset, all);
    boolean open = true;
    while (open && lines.next()) {
      record.write('\n');
      open = quotes.staysOpen(lines.bytes(), lines.offset(), lines.length());
      record.write(lines.bytes(), lines.offset(), open ? lines.length() : lines.textLength());
      if (record.size() > LONGEST) {
        throw new DamagedFile(position, "a quote is not closed within " + LONGEST + " bytes");
      }
    }
    bytes = record.toByteArray();
    offset = 0;
    length = bytes.length;
  }

  /** The record's first byte in the file. */
  long position() {
    return position;
  }

  /** Holds the record from {@link #offset} on, until the next step. */
  byte[] bytes() {
    return bytes;
  }

  int offset() {
    return offset;
  }

  int length() {
    return length;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
