package dev.medallion.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding, read from bytes in memory. Unlike Avro's own decoder it believes no
 * length and no number of items that the bytes left could not hold, so that garbage costs no more
 * memory than it has bytes, and takes nothing for a boolean but 0 and 1.
 *
 * @see <a href="https://avro.apache.org/docs/1.11.1/specification/#binary-encoding">the
 *     encoding</a>
 */
final class AvroBytes extends Decoder {
  private static final int LONGEST_INT = 5;
  private static final int LONGEST_LONG = 10;

  private byte[] bytes = {};
  private int at;
  private int end;
  private long items;
  private long mostItems;

  /** Begins to read at {@code offset}. */
  AvroBytes reset(byte[] source, int offset, int length) {
    bytes = source;
    at = offset;
    end = offset + length;
    items = 0;
    mostItems = length;
    return this;
  }

  /** What is read next. */
  int position() {
    return at;
  }

  int left() {
    return end - at;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws AvroFault {
    require(1);
    byte value = bytes[at++];
    if (value != 0 && value != 1) {
      throw new AvroFault("not Avro: a boolean that is neither 0 nor 1");
    }
    return value == 1;
  }

  @Override
  public int readInt() throws AvroFault {
    long value = readVariable(LONGEST_INT);
    if (value != (int) value) {
      throw new AvroFault("not Avro: an int of more than 32 bits");
    }
    return (int) value;
  }

  @Override
  public long readLong() throws AvroFault {
    return readVariable(LONGEST_LONG);
  }

  /** Seven bits a byte, the lowest first; then every other number is negative. */
  private long readVariable(int longest) throws AvroFault {
    long value = 0;
    for (int i = 0; i < longest; i++) {
      require(1);
      long next = bytes[at++];
      value |= (next & 0x7F) << 7 * i;
      if (next >= 0) {
        if (i == LONGEST_LONG - 1 && next > 1) {
          break;
        }
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw new AvroFault("not Avro: a whole number of too many bytes");
  }

  @Override
  public float readFloat() throws AvroFault {
    return next(Float.BYTES).getFloat();
  }

  @Override
  public double readDouble() throws AvroFault {
    return next(Double.BYTES).getDouble();
  }

  private ByteBuffer next(int length) throws AvroFault {
    require(length);
    at += length;
    return ByteBuffer.wrap(bytes, at - length, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public Utf8 readString(Utf8 old) throws AvroFault {
    return new Utf8(readCounted());
  }

  @Override
  public String readString() throws AvroFault {
    return new String(readCounted(), StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws AvroFault {
    skipCounted();
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws AvroFault {
    return ByteBuffer.wrap(readCounted());
  }

  @Override
  public void skipBytes() throws AvroFault {
    skipCounted();
  }

  private void skipCounted() throws AvroFault {
    int length = readLength(); // moves on by itself
    at += length;
  }

  private byte[] readCounted() throws AvroFault {
    int length = readLength();
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  private int readLength() throws AvroFault {
    long length = readLong();
    if (length < 0) {
      throw new AvroFault("not Avro: a length of " + length);
    }
    require(length);
    return (int) length;
  }

  private void require(long length) throws AvroFault {
    if (length > left()) {
      throw AvroFault.cutOff();
    }
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws AvroFault {
    require(length);
    System.arraycopy(bytes, at, target, start, length);
    at += length;
  }

  @Override
  public void skipFixed(int length) throws AvroFault {
    require(length);
    at += length;
  }

  @Override
  public int readEnum() throws AvroFault {
    return readInt();
  }

  @Override
  public int readIndex() throws AvroFault {
    return readInt();
  }

  @Override
  public long readArrayStart() throws AvroFault {
    return readItems();
  }

  @Override
  public long arrayNext() throws AvroFault {
    return readItems();
  }

  @Override
  public long readMapStart() throws AvroFault {
    return readItems();
  }

  @Override
  public long mapNext() throws AvroFault {
    return readItems();
  }

  /** A negative number of items is followed by their length in bytes. */
  private long readItems() throws AvroFault {
    long count = readLong();
    if (count >= 0) {
      return believable(count);
    }
    readLength();
    return believable(-count);
  }

  @Override
  public long skipArray() throws AvroFault {
    return skipItems();
  }

  @Override
  public long skipMap() throws AvroFault {
    return skipItems();
  }

  /** Skips the blocks whose lengths are known. */
  private long skipItems() throws AvroFault {
    long count = readLong();
    while (count < 0) {
      skipCounted();
      count = readLong();
    }
    return believable(count);
  }

  /** Every item, of an array in an array too, has a byte of its own, unless all of it is null. */
  private long believable(long count) throws AvroFault {
    if (count < 0 || count > mostItems - items) {
      throw new AvroFault("not Avro: an array or map of more items than the record has bytes");
    }
    items += count;
    return count;
  }
}
