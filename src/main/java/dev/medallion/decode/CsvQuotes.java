package dev.medallion.decode;

/**
 * Tells, line by line, whether the quotes of a record that goes over several lines are closed. It
 * divides fields as {@link CsvLine} does, but finds no fault: what stands in the fields is not
 * looked at here.
 */
public final class CsvQuotes {
  private enum State {
    BEGIN,
    PLAIN,
    QUOTED
  }

  private final CsvDialect dialect;
  private State state = State.BEGIN;

  /** At the beginning of a record. */
  public CsvQuotes(CsvDialect dialect) {
    this.dialect = dialect;
  }

  /** Goes over the record's next line, and tells whether it ends within quotes. */
  public boolean staysOpen(byte[] bytes, int offset, int length) {
    int end = offset + length;
    for (int at = offset; at < end; at++) {
      if (state == State.QUOTED && dialect.escapes(bytes, at, end)) {
        at++;
      } else {
        state = behind(bytes[at]);
      }
    }
    return state == State.QUOTED;
  }

  private State behind(byte b) {
    if (state == State.QUOTED) {
      return b == dialect.quote() ? State.PLAIN : State.QUOTED;
    }
    if (b == dialect.delimiter()) {
      return State.BEGIN;
    }
    if (state == State.BEGIN && b == dialect.quote()) {
      return State.QUOTED;
    }
    boolean cut = dialect.blanks() == CsvDialect.Blanks.CUT && dialect.isBlank(b);
    return state == State.BEGIN && cut ? State.BEGIN : State.PLAIN;
  }
}
