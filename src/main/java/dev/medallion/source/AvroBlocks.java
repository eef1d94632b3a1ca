package dev.medallion.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;

/**
 * Steps through the blocks of an Avro container file. Unlike Avro's own reader it knows where it
 * stands, believes no length that the file could not hold, and tells damage from a file system's
 * failure, which is an {@link IOException}.
 *
 * @see <a href="https://avro.apache.org/docs/1.11.1/specification/#object-container-files">the
 *     format</a>
 */
final class AvroBlocks implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_NUMBER = 10;
  private static final byte[] MAGIC = DataFileConstants.MAGIC;
  private static final byte[] NULL_CODEC = DataFileConstants.NULL_CODEC.getBytes(UTF_8);

  private final InputStream in;
  private final long size;
  private long at;
  private Schema schema;
  private AvroCodec codec;
  private byte[] sync;
  private long begin;
  private long count;
  private byte[] block = {};

  private AvroBlocks(InputStream in, long size) {
    this.in = new BufferedInputStream(in, BUFFER);
    this.size = size;
  }

  /**
   * Reads the header of a file.
   *
   * @param in to be closed by the caller if this fails
   * @param size what of the file is read
   */
  static AvroBlocks open(InputStream in, long size) throws IOException, DamagedFile {
    AvroBlocks blocks = new AvroBlocks(in, size);
    blocks.readHeader();
    return blocks;
  }

  /** What the records were written with. */
  Schema schema() {
    return schema;
  }

  /** The first byte in the file of the block in hand. */
  long begin() {
    return begin;
  }

  /** How many records the block in hand has. */
  long count() {
    return count;
  }

  /** The records of the block in hand, one behind the other. */
  byte[] bytes() {
    return block;
  }

  private void readHeader() throws IOException, DamagedFile {
    if (size == 0) {
      throw new DamagedFile(0, "not an Avro file: it is empty");
    }
    if (!Arrays.equals(take(Math.min(size, MAGIC.length)), MAGIC)) {
      throw new DamagedFile(0, "not an Avro file: it does not begin with Obj and 1");
    }
    Map<String, byte[]> meta = readMeta();
    sync = take(DataFileConstants.SYNC_SIZE);
    schema = schema(meta.get(DataFileConstants.SCHEMA));
    byte[] name = meta.getOrDefault(DataFileConstants.CODEC, NULL_CODEC);
    codec = AvroCodec.of(new String(name, UTF_8));
  }

  private Map<String, byte[]> readMeta() throws IOException, DamagedFile {
    Map<String, byte[]> meta = new HashMap<>();
    for (long left = readNumber(); left != 0; left = readNumber()) {
      if (left < 0) {
        readNumber(); // the length of so many entries
      }
      for (long i = Math.abs(left); i > 0; i--) {
        meta.put(new String(take(readNumber()), UTF_8), take(readNumber()));
      }
    }
    return meta;
  }

  private static Schema schema(byte[] text) throws DamagedFile {
    if (text == null) {
      throw new DamagedFile(0, "not an Avro file: it has no schema");
    }
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(new String(text, UTF_8));
    } catch (AvroRuntimeException e) {
      throw new DamagedFile(0, "has a schema that cannot be read: " + e.getMessage(), e);
    }
  }

  /** Goes to the next block; false if there is none. */
  boolean next() throws IOException, DamagedFile {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("the task was stopped");
    }
    begin = at;
    if (at == size) {
      return false;
    }
    count = readNumber();
    byte[] packed = take(readNumber());
    if (!Arrays.equals(take(DataFileConstants.SYNC_SIZE), sync)) {
      throw new DamagedFile(begin, "damaged: the block there does not end with the file's mark");
    }
    block = codec.unpack(packed, begin);
    if (count < 0 || count > block.length) {
      throw new DamagedFile(begin, "damaged: the block there claims to have " + count + " records");
    }
    return true;
  }

  private long readNumber() throws IOException, DamagedFile {
    long value = 0;
    for (int i = 0; i < LONGEST_NUMBER; i++) {
      long next = take(1)[0];
      value |= (next & 0x7F) << 7 * i;
      if (next >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw new DamagedFile(begin, "damaged: no number where one must be");
  }

  private byte[] take(long length) throws IOException, DamagedFile {
    if (length < 0 || length > Integer.MAX_VALUE - 8) {
      throw new DamagedFile(begin, "damaged: a length of " + length);
    }
    byte[] taken = length > size - at ? new byte[0] : in.readNBytes((int) length);
    if (taken.length < length) {
      throw new DamagedFile(
          begin, "cut off or damaged: " + length + " bytes where " + (size - at) + " are left");
    }
    at += length;
    return taken;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
