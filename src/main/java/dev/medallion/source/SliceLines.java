package dev.medallion.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/**
 * Steps through the lines of a slice, each without its line feed; a carriage return belongs to the
 * line. After {@link #next} the line stands in {@link #bytes} until the next step.
 */
final class SliceLines implements Closeable {
  private static final int BUFFER = 1 << 18;

  private final InputStream in;
  private long at;
  private long position;
  private final long end;
  private long unread;
  private byte[] buffer = new byte[BUFFER];
  private int begin;
  private int length;
  private int following;
  private int filled;

  private SliceLines(InputStream in, long at, long end, long unread) {
    this.in = in;
    this.at = at;
    this.end = end;
    this.unread = unread;
  }

  /** A compressed file is read as one slice and as far as it goes, whatever its listed size. */
  static SliceLines open(Slice slice, Configuration hadoop, CompressionCodecFactory codecs)
      throws IOException {
    Path path = new Path(slice.path());
    CompressionCodec codec = codecs.getCodec(path);
    FSDataInputStream in = slice.open(hadoop);
    if (codec != null) {
      return new SliceLines(codec.createInputStream(in), 0, Long.MAX_VALUE, Long.MAX_VALUE);
    }
    if (slice.start() == 0) {
      return new SliceLines(in, 0, slice.end(), slice.size());
    }
    long before = slice.start() - 1;
    in.seek(before);
    var lines = new SliceLines(in, before, slice.end(), slice.size() - before);
    lines.next(); // ends the line that began in the slice before
    return lines;
  }

  /** Goes to the next line; false if there is none. */
  boolean next() throws IOException {
    if (at >= end) {
      return false;
    }
    begin = following;
    int look = begin;
    while (true) {
      for (; look < filled; look++) {
        if (buffer[look] == '\n') {
          return found(look, look + 1);
        }
      }
      int seen = look - begin;
      if (!fill()) {
        following = filled;
        return seen > 0 && found(filled, filled);
      }
      look = begin + seen;
    }
  }

  private boolean found(int lineEnd, int next) {
    length = lineEnd - begin;
    position = at;
    at += next - begin;
    following = next;
    return true;
  }

  /** Reads on behind what stands from {@code begin}, which moves to the front; false at the end. */
  private boolean fill() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("the task was stopped");
    }
    System.arraycopy(buffer, begin, buffer, 0, filled - begin);
    filled -= begin;
    begin = 0;
    if (filled == buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.multiplyExact(filled, 2));
    }
    int read = in.read(buffer, filled, (int) Math.min(buffer.length - filled, unread));
    if (read <= 0) {
      return false;
    }
    unread -= read;
    filled += read;
    return true;
  }

  /** Holds the line from {@link #offset} on. */
  byte[] bytes() {
    return buffer;
  }

  int offset() {
    return begin;
  }

  int length() {
    return length;
  }

  /** The line's length without its line end, be it that of Unix or of Windows. */
  int textLength() {
    return length > 0 && buffer[begin + length - 1] == '\r' ? length - 1 : length;
  }

  /** The line's first byte in the file, or in what a compressed file unpacks to. */
  long position() {
    return position;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
