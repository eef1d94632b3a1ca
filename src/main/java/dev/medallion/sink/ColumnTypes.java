package dev.medallion.sink;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Whether rows have the types of the table that they are added to. */
final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * Refuses columns of other types than those of the table.
   *
   * @throws IllegalArgumentException that says which
   */
  static void verify(StructType columns, StructType table) {
    for (StructField column : columns.fields()) {
      Arrays.stream(table.fields())
          .filter(known -> known.name().equalsIgnoreCase(column.name()))
          .filter(known -> !fits(column.dataType(), known.dataType()))
          .forEach(
              known -> {
                throw new IllegalArgumentException(
                    "the column %s is %s, in the table it is %s; cast it"
                        .formatted(
                            column.name(),
                            column.dataType().simpleString(),
                            known.dataType().simpleString()));
              });
    }
  }

  /** Delta and readers of Parquet widen whole numbers up to int. */
  private static boolean fits(DataType type, DataType known) {
    List<DataType> small = List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType);
    return type.asNullable().equals(known.asNullable())
        || small.contains(type) && small.indexOf(known) > small.indexOf(type);
  }
}
