package dev.medallion.source;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Unpacks blocks as Avro itself does. It opens its codecs to nobody but its own reader of files,
 * which is therefore given a small file of each block.
 *
 * @param name of the codec
 */
record AvroCodec(String name) {
  private static final byte[] MARK = new byte[DataFileConstants.SYNC_SIZE];

  /** A copy of 64 bytes, the most that Snappy makes of anything, takes it two bytes or more. */
  private static final int MOST_OF_SNAPPY = 64;

  static AvroCodec of(String name) throws DamagedFile {
    try {
      CodecFactory.fromString(name);
      return new AvroCodec(name);
    } catch (AvroRuntimeException e) {
      throw new DamagedFile(0, "is packed with an unknown codec: " + name, e);
    }
  }

  /**
   * Unpacks a block.
   *
   * @param begin where it begins in its file
   */
  byte[] unpack(byte[] packed, long begin) throws DamagedFile {
    if (name.equals(DataFileConstants.NULL_CODEC) || packed.length == 0) {
      return packed;
    }
    if (name.equals(DataFileConstants.SNAPPY_CODEC) && !believable(packed)) {
      throw damaged(begin, null);
    }
    var reader = new GenericDatumReader<Object>();
    try (var stream = new DataFileStream<>(new ByteArrayInputStream(file(packed)), reader)) {
      ByteBuffer block = stream.nextBlock();
      return Arrays.copyOfRange(block.array(), block.position(), block.limit());
    } catch (IOException | RuntimeException e) {
      throw damaged(begin, e);
    }
  }

  private DamagedFile damaged(long begin, Exception cause) {
    return new DamagedFile(
        begin, "damaged: the block there cannot be unpacked with " + name, cause);
  }

  /** Snappy says first how much there will be, for which memory is taken at once. */
  private static boolean believable(byte[] packed) {
    long length = 0;
    for (int i = 0; i < Math.min(5, packed.length); i++) {
      length |= (packed[i] & 0x7FL) << 7 * i;
      if (packed[i] >= 0) {
        return length <= (long) packed.length * MOST_OF_SNAPPY;
      }
    }
    return false;
  }

  private byte[] file(byte[] packed) {
    var file = new ByteArrayOutputStream(packed.length + 128);
    BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(file, null);
    try {
      out.writeFixed(DataFileConstants.MAGIC);
      out.writeMapStart();
      out.setItemCount(2);
      out.startItem();
      out.writeString(DataFileConstants.SCHEMA);
      out.writeString("\"bytes\"");
      out.startItem();
      out.writeString(DataFileConstants.CODEC);
      out.writeString(name);
      out.writeMapEnd();
      out.writeFixed(MARK);
      out.writeLong(1);
      out.writeBytes(packed); // its length, then itself
      out.writeFixed(MARK);
      return file.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("bytes in memory cannot fail to be written", e);
    }
  }
}
