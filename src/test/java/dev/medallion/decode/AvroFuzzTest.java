package dev.medallion.decode;

import static dev.medallion.decode.Encoded.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, decoding ends, with reasons or whole, and takes little memory. */
class AvroFuzzTest {
  private static final int LENGTH = 200;
  private static final long MEMORY_A_RECORD = 100_000;

  private static final Schema ITEM =
      Encoded.schema(
          "Item",
          "{\"name\":\"code\",\"type\":\"string\"}",
          "{\"name\":\"counts\",\"type\":{\"type\":\"array\",\"items\":[\"null\",\"long\"]}}");
  private static final Schema SCHEMA =
      Encoded.schema(
          "Sale",
          "{\"name\":\"items\",\"type\":{\"type\":\"array\",\"items\":" + ITEM + "}}",
          "{\"name\":\"names\",\"type\":{\"type\":\"map\",\"values\":[\"null\",\"bytes\"]}}",
          "{\"name\":\"deep\",\"type\":{\"type\":\"array\",\"items\":{\"type\":\"array\",\"items\":"
              + "{\"type\":\"array\",\"items\":\"int\"}}}}",
          "{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\"]}}",
          "{\"name\":\"price\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\","
              + "\"precision\":9}}");

  /** Has more than the columns, which is skipped. */
  private static final Schema WRITER =
      new Schema.Parser()
          .parse(
              SCHEMA
                  .toString()
                  .replace(
                      "\"fields\":[{\"name\":\"items\"",
                      "\"fields\":[{\"name\":\"more\",\"type\":[\"null\",{\"type\":\"array\","
                          + "\"items\":\"null\"},\"Sale\"]},{\"name\":\"items\""));

  private final Random random = new Random(20240229);
  private final Object[] target = new Object[5];

  @Test
  void garbageIsBadAndCheap() {
    byte[] good =
        Encoded.plain(
            record(
                SCHEMA,
                List.of(record(ITEM, "code", Arrays.asList(1L, null))),
                Map.of("a", java.nio.ByteBuffer.wrap(new byte[] {1})),
                List.of(List.of(List.of(1, 2), List.of())),
                new org.apache.avro.generic.GenericData.EnumSymbol(
                    SCHEMA.getField("kind").schema(), "A"),
                java.nio.ByteBuffer.wrap(new byte[] {1, 2})));
    AvroReader own = AvroSchema.parse(SCHEMA.toString()).reader();
    AvroReader other = AvroSchema.parse(SCHEMA.toString()).reader(WRITER);
    assertThat(own.read(good, 0, good.length, target)).isEmpty();
    int bad = 0;
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    own.read(new byte[1], 0, 1, target); // makes what is made once
    other.read(new byte[1], 0, 1, target);
    for (int round = 0; round < 100_000; round++) {
      byte[] bytes = round % 2 == 0 ? garbage() : broken(good);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      bad += own.read(bytes, 0, bytes.length, target).isEmpty() ? 0 : 1;
      bad += other.read(bytes, 0, bytes.length, target).isEmpty() ? 0 : 1;
      long after = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      assertThat(after - before).as(Arrays.toString(bytes)).isLessThan(2 * MEMORY_A_RECORD);
    }
    assertThat(bad).isGreaterThan(150_000);
  }

  /** Lengths and numbers of items are large or small, rarely in between. */
  private byte[] garbage() {
    byte[] bytes = new byte[random.nextInt(LENGTH)];
    random.nextBytes(bytes);
    for (int i = 0; i < bytes.length; i++) {
      switch (random.nextInt(4)) {
        case 0 -> bytes[i] = (byte) random.nextInt(6);
        case 1 -> bytes[i] = (byte) 0xFE;
        default -> {}
      }
    }
    return bytes;
  }

  private byte[] broken(byte[] good) {
    byte[] bytes = Arrays.copyOf(good, good.length - random.nextInt(3));
    int at = random.nextInt(bytes.length);
    bytes[at] ^= (byte) (1 << random.nextInt(8));
    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    return bytes;
  }
}
