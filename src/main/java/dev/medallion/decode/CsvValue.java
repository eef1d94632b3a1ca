package dev.medallion.decode;

import java.io.Serializable;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** Reads fields of one type of the schema. */
@FunctionalInterface
interface CsvValue extends Serializable {
  /** The types without parameters. */
  Map<DataType, CsvValue> SCALARS =
      Map.ofEntries(
          Map.entry(DataTypes.StringType, CsvText::string),
          Map.entry(DataTypes.BinaryType, CsvText::binary),
          Map.entry(DataTypes.BooleanType, CsvText::bool),
          Map.entry(DataTypes.ByteType, CsvNumbers::tinyint),
          Map.entry(DataTypes.ShortType, CsvNumbers::smallint),
          Map.entry(DataTypes.IntegerType, CsvNumbers::integer),
          Map.entry(DataTypes.LongType, CsvNumbers::bigint),
          Map.entry(DataTypes.FloatType, CsvNumbers::real),
          Map.entry(DataTypes.DoubleType, CsvNumbers::dbl),
          Map.entry(DataTypes.DateType, CsvText::date),
          Map.entry(DataTypes.TimestampType, CsvText::timestamp),
          Map.entry(DataTypes.TimestampNTZType, CsvText::timestampNtz));

  /**
   * Reads the field in hand, which is not NULL.
   *
   * @return the Catalyst value, or null after a reason was given to {@code line}
   */
  Object read(CsvLine line);

  /** Finds the reader of {@code type}, which the column {@code name} has. */
  static CsvValue of(DataType type, String name) {
    if (type instanceof DecimalType decimal) {
      return new CsvDecimal(new FixedPoint(decimal.precision(), decimal.scale()));
    }
    CsvValue scalar = SCALARS.get(type);
    if (scalar == null) {
      throw new IllegalArgumentException(
          name
              + ": type "
              + type.sql().toLowerCase(Locale.ROOT)
              + " cannot be read from CSV; use string, binary, boolean, tinyint, smallint, int,"
              + " bigint, float, double, decimal, date, timestamp or timestamp_ntz");
    }
    return scalar;
  }
}
