package dev.medallion.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Optional;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Strict UTF-8 as in RFC 3629, section 4. Jackson takes overlong forms, surrogates and code points
 * past U+10FFFF; Java's and Spark's conversions replace half a surrogate pair by a question mark.
 */
public final class Utf8 {
  public static final String NOT = "not UTF-8";

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** The length of the byte order mark that the bytes begin with: 3 or 0. */
  public static int markLength(byte[] bytes, int offset, int length) {
    boolean marked =
        length >= 3
            && bytes[offset] == (byte) 0xEF
            && bytes[offset + 1] == (byte) 0xBB
            && bytes[offset + 2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  /** Tells whether the bytes are whole and shortest encodings of Unicode scalar values. */
  public static boolean isValid(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int at = skipAscii(bytes, offset, end);
    while (at < end) {
      int size = sequenceLength(bytes, at, end);
      if (size == 0) {
        return false;
      }
      at = skipAscii(bytes, at + size, end);
    }
    return true;
  }

  /** Bytes as text: as they are if they are UTF-8, else in base64 behind {@code base64:}. */
  public static UTF8String text(byte[] bytes) {
    return isValid(bytes, 0, bytes.length)
        ? UTF8String.fromBytes(bytes)
        : UTF8String.fromString("base64:" + Base64.getEncoder().encodeToString(bytes));
  }

  private static int skipAscii(byte[] bytes, int from, int end) {
    int at = from;
    while (at + 8 <= end && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
      at += 8;
    }
    while (at < end && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** The length of the multi-byte sequence at {@code at}, or 0 if it is malformed. */
  private static int sequenceLength(byte[] bytes, int at, int end) {
    int first = bytes[at] & 0xFF;
    int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (size == 0 || end - at < size || !isSecond(first, bytes[at + 1] & 0xFF)) {
      return 0;
    }
    for (int i = 2; i < size; i++) {
      if ((bytes[at + i] & 0xC0) != 0x80) {
        return 0;
      }
    }
    return size;
  }

  private static boolean isSecond(int first, int second) {
    int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= least && second <= most;
  }

  /** Encodes UTF-16, or nothing if it has half a surrogate pair, which JSON can escape. */
  static Optional<UTF8String> encode(char[] chars, int offset, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      char c = chars[offset + i];
      if (c >= 0x80) {
        return encode(new String(chars, offset, length));
      }
      bytes[i] = (byte) c;
    }
    return Optional.of(UTF8String.fromBytes(bytes));
  }

  /** Encodes UTF-16, or nothing if it has half a surrogate pair, which JSON can escape. */
  static Optional<UTF8String> encode(String text) {
    int codePoint;
    for (int i = 0; i < text.length(); i += Character.charCount(codePoint)) {
      codePoint = text.codePointAt(i);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        return Optional.empty();
      }
    }
    return Optional.of(UTF8String.fromString(text));
  }
}
