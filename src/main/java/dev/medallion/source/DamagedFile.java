package dev.medallion.source;

/** A file is not what its format says, from a byte on; nothing behind that can be read. */
final class DamagedFile extends Exception {
  private static final long serialVersionUID = 1;

  private final long position;

  DamagedFile(long position, String reason) {
    super(reason);
    this.position = position;
  }

  DamagedFile(long position, String reason, Throwable cause) {
    super(reason, cause);
    this.position = position;
  }

  /** The first byte of what cannot be read. */
  long position() {
    return position;
  }
}
