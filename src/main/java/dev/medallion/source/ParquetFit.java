package dev.medallion.source;

import dev.medallion.decode.NewField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFooterReader;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Compares the columns of a Parquet file with those of a schema. Spark's reader would cut off
 * numbers that are too large for their column, or fail with an error that names no type.
 */
record ParquetFit(Configuration hadoop, ParquetToSparkSchemaConverter converter, boolean exact) {

  /** By the settings that Spark's reader has. */
  static ParquetFit of(Configuration hadoop) {
    return new ParquetFit(
        hadoop,
        new ParquetToSparkSchemaConverter(hadoop),
        hadoop.getBoolean(SQLConf.CASE_SENSITIVE().key(), false));
  }

  /** Why the file cannot be read into these columns; one that it lacks is no reason. */
  List<String> misfits(StructType columns, PartitionedFile file) throws IOException {
    MessageType found = found(file);
    List<String> misfits = new ArrayList<>();
    boolean none = true;
    for (StructField column : columns.fields()) {
      List<Type> fields =
          found.getFields().stream().filter(f -> same(column, f.getName())).toList();
      if (fields.size() > 1) {
        misfits.add(column.name() + ": stands twice");
      } else if (fields.size() == 1) {
        compare(column, fields.get(0), misfits);
      }
      none &= fields.isEmpty();
    }
    return none ? List.of("holds none of the schema's columns") : misfits;
  }

  private MessageType found(PartitionedFile file) throws IOException {
    return ParquetFooterReader.readFooter(hadoop, file, ParquetFooterReader.SKIP_ROW_GROUPS)
        .getFileMetaData()
        .getSchema();
  }

  /** The columns that a file has beside these, as far as Spark can read them. */
  StructType more(StructType columns, PartitionedFile file) throws IOException {
    StructType more = new StructType();
    for (Type field : found(file).getFields()) {
      if (isMissing(field, columns) && isMissing(field, more)) {
        more = LandingSource.joined(more, converter.convert(new MessageType("one", field)));
      }
    }
    return more.asNullable();
  }

  private boolean isMissing(Type field, StructType columns) {
    return Arrays.stream(columns.fields()).noneMatch(column -> same(column, field.getName()));
  }

  /**
   * Ends the job for a file that has a column more.
   *
   * @throws NewField that tells the column
   */
  void refuseMore(StructType columns, PartitionedFile file) throws IOException {
    for (Type field : found(file).getFields()) {
      if (isMissing(field, columns)) {
        throw new NewField(field.getName());
      }
    }
  }

  private boolean same(StructField column, String name) {
    return exact ? column.name().equals(name) : column.name().equalsIgnoreCase(name);
  }

  private void compare(StructField column, Type field, List<String> misfits) {
    try {
      DataType type = converter.convert(new MessageType("one", field)).fields()[0].dataType();
      compare(column.dataType(), type, column.name(), misfits);
    } catch (Exception e) {
      String unknown = field.toString().lines().findFirst().orElse("");
      misfits.add(column.name() + ": expected " + name(column.dataType()) + ", found " + unknown);
    }
  }

  private void compare(DataType wanted, DataType found, String path, List<String> misfits) {
    if (wanted instanceof StructType to && found instanceof StructType from) {
      for (StructField field : to.fields()) {
        for (StructField other : from.fields()) {
          if (same(field, other.name())) {
            compare(field.dataType(), other.dataType(), path + "." + field.name(), misfits);
          }
        }
      }
    } else if (wanted instanceof ArrayType to && found instanceof ArrayType from) {
      compare(to.elementType(), from.elementType(), path + "[]", misfits);
    } else if (wanted instanceof MapType to && found instanceof MapType from) {
      compare(to.keyType(), from.keyType(), path + ".key", misfits);
      compare(to.valueType(), from.valueType(), path + ".value", misfits);
    } else if (!takes(wanted, found)) {
      misfits.add(path + ": expected " + name(wanted) + ", found " + name(found));
    }
  }

  /** The same type, or a wider one that Spark's reader knows how to fill. */
  private static boolean takes(DataType wanted, DataType found) {
    if (wanted instanceof DecimalType to && found instanceof DecimalType from) {
      return from.scale() == to.scale() && from.precision() <= to.precision();
    }
    return wanted.equals(found)
        || wanted.equals(DataTypes.ShortType) && found.equals(DataTypes.ByteType)
        || wanted.equals(DataTypes.IntegerType)
            && (found.equals(DataTypes.ByteType) || found.equals(DataTypes.ShortType))
        || wanted.equals(DataTypes.TimestampType) && found.equals(DataTypes.TimestampNTZType);
  }

  private static String name(DataType type) {
    return type.sql().toLowerCase(Locale.ROOT);
  }
}
