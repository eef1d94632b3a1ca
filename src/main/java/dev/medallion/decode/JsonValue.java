package dev.medallion.decode;

import java.io.IOException;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** Reads values of one type of the schema. */
@FunctionalInterface
interface JsonValue extends Serializable {
  /** The types without parameters. */
  Map<DataType, JsonValue> SCALARS =
      Map.ofEntries(
          Map.entry(DataTypes.StringType, JsonText::string),
          Map.entry(DataTypes.BinaryType, JsonText::binary),
          Map.entry(DataTypes.BooleanType, JsonText::bool),
          Map.entry(DataTypes.ByteType, JsonWhole::tinyint),
          Map.entry(DataTypes.ShortType, JsonWhole::smallint),
          Map.entry(DataTypes.IntegerType, JsonWhole::integer),
          Map.entry(DataTypes.LongType, JsonWhole::bigint),
          Map.entry(DataTypes.FloatType, JsonFloating::real),
          Map.entry(DataTypes.DoubleType, JsonFloating::dbl),
          Map.entry(DataTypes.DateType, JsonTime::date),
          Map.entry(DataTypes.TimestampType, JsonTime::timestamp),
          Map.entry(DataTypes.TimestampNTZType, JsonTime::timestampNtz));

  /**
   * Reads the value whose first token is the current one, never null, up to its last token.
   *
   * @return the Catalyst value, or null after a reason was given to {@code line}
   * @throws IOException if the line is not well-formed
   */
  Object read(JsonLine line) throws IOException;

  /** Finds the reader of {@code type}, which the field at {@code path} has. */
  static JsonValue of(DataType type, String path) {
    if (type instanceof StructType struct) {
      return JsonStruct.of(struct, path);
    }
    if (type instanceof ArrayType array) {
      return new JsonArray(of(array.elementType(), path + "[]"));
    }
    if (type instanceof MapType map && map.keyType().equals(DataTypes.StringType)) {
      return new JsonMap(of(map.valueType(), path + ".*"));
    }
    if (type instanceof DecimalType decimal) {
      return new JsonDecimal(new FixedPoint(decimal.precision(), decimal.scale()));
    }
    return scalar(type, path);
  }

  private static JsonValue scalar(DataType type, String path) {
    JsonValue scalar = SCALARS.get(type);
    if (scalar == null) {
      throw new IllegalArgumentException(
          path
              + ": type "
              + type.sql().toLowerCase(Locale.ROOT)
              + " cannot be read from JSON; use string, binary, boolean, tinyint, smallint, int,"
              + " bigint, float, double, decimal, date, timestamp, timestamp_ntz, struct, array or"
              + " a map with string keys");
    }
    return scalar;
  }
}
