package dev.medallion.decode;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Leaves a record as it is, as text: the column {@code value}. Malformed is what is not UTF-8. */
record TextDecoder() implements Decoder {
  private static final StructType COLUMNS = new StructType().add("value", DataTypes.StringType);

  @Override
  public StructType columns() {
    return COLUMNS;
  }

  @Override
  public List<String> decode(byte[] bytes, int offset, int length, Object[] target) {
    if (!Utf8.isValid(bytes, offset, length)) {
      target[0] = null;
      return List.of(Utf8.NOT);
    }
    target[0] = UTF8String.fromBytes(Arrays.copyOfRange(bytes, offset, offset + length));
    return List.of();
  }
}
