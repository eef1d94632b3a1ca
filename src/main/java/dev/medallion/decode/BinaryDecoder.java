package dev.medallion.decode;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Leaves a record as it is: the column {@code value}. Nothing is malformed. */
record BinaryDecoder() implements Decoder {
  private static final StructType COLUMNS = new StructType().add("value", DataTypes.BinaryType);

  @Override
  public StructType columns() {
    return COLUMNS;
  }

  @Override
  public List<String> decode(byte[] bytes, int offset, int length, Object[] target) {
    target[0] = Arrays.copyOfRange(bytes, offset, offset + length);
    return List.of();
  }
}
