package dev.medallion.decode;

import static dev.medallion.decode.Encoded.confluent;
import static dev.medallion.decode.Encoded.plain;
import static dev.medallion.decode.Encoded.record;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

/** What stands before a record, and what is wrong with bad ones. */
class AvroDecoderTest {
  private static final Schema SCHEMA =
      Encoded.schema(
          "Sale",
          "{\"name\":\"shop\",\"type\":[\"null\",\"string\"]}",
          "{\"name\":\"amount\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\","
              + "\"precision\":4,\"scale\":2}}",
          "{\"name\":\"paid\",\"type\":\"boolean\"}",
          "{\"name\":\"kind\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\","
              + "\"symbols\":[\"CASH\",\"CARD\"]}}",
          "{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}}");
  private static final GenericRecord SALE = sale("Kochi", "12.34", 1_000);
  private static final String SHOWN = "[Kochi, 12.34, true, CARD, 1000000]";

  private final Object[] target = new Object[5];

  @Test
  void autoTakesARecordWithAndWithoutHeader() {
    AvroDecoder auto = decoder(WireFormat.AUTO);
    assertThat(decode(auto, plain(SALE))).isEmpty();
    assertThat(Arrays.toString(target)).isEqualTo(SHOWN);
    assertThat(decode(auto, confluent(7, SALE))).isEmpty();
    assertThat(Arrays.toString(target)).isEqualTo(SHOWN);
  }

  @Test
  void autoTakesAPlainRecordThatBeginsWithZero() {
    byte[] bytes = plain(sale(null, "0.5", 0));
    assertThat(bytes[0]).isZero();
    assertThat(decode(decoder(WireFormat.AUTO), bytes)).isEmpty();
    assertThat(Arrays.toString(target)).isEqualTo("[null, 0.50, true, CARD, 0]");
  }

  @Test
  void autoTellsBothReasons() {
    byte[] bytes = ByteBuffer.allocate(20).put(1, new byte[] {0, 0, 0, 9, 4}).array();
    assertThat(decode(decoder(WireFormat.AUTO), bytes))
        .containsExactly(
            "behind Confluent's header: not Avro: a branch of a union or a symbol of an enum that"
                + " does not exist",
            "as plain Avro: amount: decimal(4,2) of no bytes",
            "as plain Avro: 15 bytes behind the record");
  }

  @Test
  void confluentMeansAHeader() {
    AvroDecoder confluent = decoder(WireFormat.CONFLUENT);
    assertThat(decode(confluent, confluent(7, SALE))).isEmpty();
    assertThat(decode(confluent, plain(SALE)))
        .containsExactly("without Confluent's header, which is a zero and four bytes");
    assertThat(target).containsOnlyNulls();
    assertThat(decode(confluent, new byte[] {0, 0, 0, 1}))
        .containsExactly("without Confluent's header, which is a zero and four bytes");
  }

  @Test
  void plainMeansNoHeader() {
    assertThat(decode(decoder(WireFormat.PLAIN), plain(SALE))).isEmpty();
    assertThat(decode(decoder(WireFormat.PLAIN), confluent(7, SALE))).isNotEmpty();
  }

  @Test
  void aRecordIsConsumedExactly() {
    AvroDecoder plain = decoder(WireFormat.PLAIN);
    byte[] bytes = plain(SALE);
    assertThat(decode(plain, Arrays.copyOf(bytes, bytes.length + 1)))
        .containsExactly("1 byte behind the record");
    assertThat(target).containsOnlyNulls();
    assertThat(decode(plain, Arrays.copyOf(bytes, bytes.length + 3)))
        .containsExactly("3 bytes behind the record");
    for (int length = 0; length < bytes.length; length++) {
      assertThat(decode(plain, Arrays.copyOf(bytes, length)))
          .containsExactly("cut off: the record ends inside a value");
      assertThat(target).containsOnlyNulls();
    }
  }

  @Test
  void everyWrongValueIsTold() {
    byte[] bytes = plain(sale("K\u00e9", "99.99", Long.MAX_VALUE));
    bytes[2 + 2] = (byte) 0xFF; // inside the é
    byte[] digits = bytes.clone();
    assertThat(decode(decoder(WireFormat.PLAIN), digits))
        .containsExactly("shop: not UTF-8", "at: timestamp out of range");
  }

  @Test
  void aDecimalBeyondItsPrecisionIsTold() {
    byte[] bytes = plain(SALE);
    int at = new String(bytes, ISO_8859_1).indexOf("Kochi") + 5;
    bytes[at + 1] = 0x7F; // 2 bytes of digits: 0x7Fxx is beyond 9999
    assertThat(decode(decoder(WireFormat.PLAIN), bytes))
        .containsExactly("amount: decimal(4,2) out of range");
  }

  @Test
  void lengthsAreNotBelieved() {
    byte[] huge = {2, (byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F, 1, 1};
    assertThat(decode(decoder(WireFormat.PLAIN), huge))
        .containsExactly("cut off: the record ends inside a value");
    byte[] negative = {2, 1};
    assertThat(decode(decoder(WireFormat.PLAIN), negative))
        .containsExactly("not Avro: a length of -1");
  }

  @Test
  void numbersOfItemsAreNotBelieved() {
    Schema writer =
        Encoded.schema(
            "Sale",
            "{\"name\":\"nothing\",\"type\":{\"type\":\"array\",\"items\":"
                + "{\"type\":\"array\",\"items\":\"null\"}}}",
            "{\"name\":\"id\",\"type\":\"int\"}");
    AvroReader reader =
        AvroSchema.parse(Encoded.schema("Sale", "{\"name\":\"id\",\"type\":\"int\"}").toString())
            .reader(writer);
    byte[] good = {4, 4, 0, 0, 0, 14};
    assertThat(reader.read(good, 0, good.length, target)).isEmpty();
    assertThat(target[0]).isEqualTo(7);
    byte[] bad = {4, 4, 0, 4, 0, 0, 14};
    bad[3] = 10;
    assertThat(reader.read(bad, 0, bad.length, target))
        .containsExactly("not Avro: an array or map of more items than the record has bytes");
  }

  @Test
  void readsInsideALargerArray() {
    byte[] bytes = plain(SALE);
    byte[] around = new byte[bytes.length + 10];
    System.arraycopy(bytes, 0, around, 4, bytes.length);
    assertThat(decoder(WireFormat.AUTO).decode(around, 4, bytes.length, target)).isEmpty();
    assertThat(Arrays.toString(target)).isEqualTo(SHOWN);
  }

  @Test
  void isTheSameAfterItWasSent() throws Exception {
    var sent = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(sent)) {
      out.writeObject(decoder(WireFormat.CONFLUENT));
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
      AvroDecoder arrived = (AvroDecoder) in.readObject();
      assertThat(arrived.columns()).isEqualTo(decoder(WireFormat.CONFLUENT).columns());
      assertThat(decode(arrived, confluent(7, SALE))).isEmpty();
      assertThat(Arrays.toString(target)).isEqualTo(SHOWN);
    }
  }

  @Test
  void hasTheColumnsOfTheSchema() {
    assertThat(decoder(WireFormat.AUTO).columns().toDDL())
        .isEqualTo("shop STRING,amount DECIMAL(4,2),paid BOOLEAN,kind STRING,at TIMESTAMP");
  }

  @Test
  void valuesAreCatalysts() throws IOException {
    decode(decoder(WireFormat.PLAIN), plain(SALE));
    assertThat(target[0]).isEqualTo(UTF8String.fromString("Kochi"));
  }

  private static GenericRecord sale(String shop, String amount, long at) {
    byte[] digits = new java.math.BigDecimal(amount).setScale(2).unscaledValue().toByteArray();
    var card = new org.apache.avro.generic.GenericData.EnumSymbol(kind(), "CARD");
    return record(SCHEMA, shop, ByteBuffer.wrap(digits), true, card, at);
  }

  private static Schema kind() {
    return SCHEMA.getField("kind").schema();
  }

  private static AvroDecoder decoder(WireFormat wire) {
    return new AvroDecoder(SCHEMA.toString(), wire, RegistrySettings.NONE);
  }

  private List<String> decode(AvroDecoder decoder, byte[] bytes) {
    Arrays.fill(target, "old");
    return decoder.decode(bytes, 0, bytes.length, target);
  }
}
