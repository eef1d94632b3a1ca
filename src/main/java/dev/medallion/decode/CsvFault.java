package dev.medallion.decode;

/** Text is not divided into fields as CSV is, or a header does not fit; the message says why. */
public final class CsvFault extends Exception {
  private static final long serialVersionUID = 1;

  CsvFault(String reason) {
    super(reason);
  }
}
