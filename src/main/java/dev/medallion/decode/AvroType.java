package dev.medallion.decode;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What a type of an Avro schema is in Spark, by the rules of Spark's own Avro source, and how its
 * values are read.
 *
 * @param type in Spark
 * @param value reads it
 */
record AvroType(DataType type, AvroValue value) {
  private static final int MICROS = 1;
  private static final int MILLIS = 1000;
  private static final int LARGEST_PRECISION = 38;
  private static final int BITS_OF_38_DIGITS = 127;

  /**
   * Finds the type of {@code schema}, which stands at {@code path}.
   *
   * @param around the full names of the records that it stands in
   * @throws IllegalArgumentException if a column cannot hold it
   */
  static AvroType of(Schema schema, String path, Set<String> around) {
    return switch (schema.getType()) {
      case RECORD -> AvroStruct.of(schema, path, around).type();
      case ARRAY -> AvroItems.array(of(schema.getElementType(), path + "[]", around));
      case MAP -> AvroItems.map(of(schema.getValueType(), path + ".*", around), path);
      case UNION -> AvroUnion.of(schema, path, around);
      case STRING -> new AvroType(DataTypes.StringType, record -> text(record, path));
      case ENUM -> enumeration(schema);
      case BOOLEAN -> new AvroType(DataTypes.BooleanType, record -> record.in().readBoolean());
      case FLOAT -> new AvroType(DataTypes.FloatType, record -> record.in().readFloat());
      case DOUBLE -> new AvroType(DataTypes.DoubleType, record -> record.in().readDouble());
      case INT -> new AvroType(whole(schema), record -> record.in().readInt());
      case LONG -> large(schema.getLogicalType(), path);
      case BYTES, FIXED -> binary(schema, path);
      case NULL -> throw new IllegalArgumentException(path + ": a column of nothing but null");
    };
  }

  /** The names of the records around and of this one, which must not be one of them. */
  static Set<String> within(Schema schema, String path, Set<String> around) {
    Set<String> within = new LinkedHashSet<>(around);
    if (!within.add(schema.getFullName())) {
      throw new IllegalArgumentException(
          path + ": the record " + schema.getFullName() + " contains itself; a column cannot");
    }
    return within;
  }

  static Object text(AvroRecord record, String path) throws IOException {
    var read = record.in().readString(null);
    byte[] bytes = read.getBytes();
    int length = read.getByteLength();
    return Utf8.isValid(bytes, 0, length)
        ? UTF8String.fromBytes(bytes, 0, length)
        : record.wrong(path, Utf8.NOT);
  }

  private static AvroType enumeration(Schema schema) {
    UTF8String[] symbols =
        schema.getEnumSymbols().stream().map(UTF8String::fromString).toArray(UTF8String[]::new);
    return new AvroType(DataTypes.StringType, record -> symbols[record.in().readEnum()]);
  }

  private static DataType whole(Schema schema) {
    return schema.getLogicalType() instanceof LogicalTypes.Date
        ? DataTypes.DateType
        : DataTypes.IntegerType;
  }

  private static AvroType large(LogicalType logical, String path) {
    if (logical instanceof LogicalTypes.TimestampMillis) {
      return time(DataTypes.TimestampType, MILLIS, path);
    }
    if (logical instanceof LogicalTypes.TimestampMicros) {
      return time(DataTypes.TimestampType, MICROS, path);
    }
    if (logical instanceof LogicalTypes.LocalTimestampMillis) {
      return time(DataTypes.TimestampNTZType, MILLIS, path);
    }
    return logical instanceof LogicalTypes.LocalTimestampMicros
        ? time(DataTypes.TimestampNTZType, MICROS, path)
        : new AvroType(DataTypes.LongType, record -> record.in().readLong());
  }

  private static AvroType time(DataType type, int unit, String path) {
    return new AvroType(
        type,
        record -> {
          long units = record.in().readLong();
          return Math.abs(units) > Long.MAX_VALUE / unit || units == Long.MIN_VALUE
              ? record.wrong(path, type.sql().toLowerCase(Locale.ROOT) + " out of range")
              : (Object) (units * unit);
        });
  }

  private static AvroType binary(Schema schema, String path) {
    AvroValue bytes =
        schema.getType() == Schema.Type.BYTES ? AvroType::bytes : fixed(schema.getFixedSize());
    return schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
        ? decimal(decimal.getPrecision(), decimal.getScale(), bytes, path)
        : new AvroType(DataTypes.BinaryType, bytes);
  }

  private static Object bytes(AvroRecord record) throws IOException {
    var read = record.in().readBytes(null);
    int from = read.arrayOffset() + read.position();
    return Arrays.copyOfRange(read.array(), from, from + read.remaining());
  }

  private static AvroValue fixed(int size) {
    return record -> {
      byte[] read = new byte[size];
      record.in().readFixed(read, 0, size);
      return read;
    };
  }

  private static AvroType decimal(int precision, int scale, AvroValue bytes, String path) {
    if (precision > LARGEST_PRECISION) {
      throw new IllegalArgumentException(
          path + ": a decimal of " + precision + " digits; a column holds 38");
    }
    BigInteger limit = BigInteger.TEN.pow(precision);
    String name = "decimal(" + precision + "," + scale + ")";
    return new AvroType(
        DataTypes.createDecimalType(precision, scale),
        record -> {
          byte[] digits = (byte[]) bytes.read(record);
          BigInteger unscaled = digits.length == 0 ? null : new BigInteger(digits);
          if (unscaled == null) {
            return record.wrong(path, name + " of no bytes");
          }
          return unscaled.bitLength() > BITS_OF_38_DIGITS || unscaled.abs().compareTo(limit) >= 0
              ? record.wrong(path, name + " out of range")
              : Decimal.apply(new BigDecimal(unscaled, scale), precision, scale);
        });
  }
}
