package dev.medallion.sink;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Says which rows a folder of Parquet files cannot take, and why. */
record ParquetColumns(StructType columns, List<String> partitions) {
  private static final Set<String> RESERVED = Set.of(ParquetBatch.QUERY, ParquetBatch.BATCH);

  /**
   * @throws IllegalArgumentException with the first fault found
   */
  void verify() {
    Set<String> seen = new HashSet<>();
    for (StructField column : columns.fields()) {
      String name = column.name().toLowerCase(Locale.ROOT);
      refuse(RESERVED.contains(name), "%s names a folder of each batch; rename the column", name);
      refuse(!seen.add(name), "there are two columns %s; rename one", name);
      refuse(
          !fits(column.dataType()),
          "Parquet cannot hold the column %s of type %s; cast it or leave it out",
          column.name(),
          column.dataType().sql().toLowerCase(Locale.ROOT));
    }
    partitions.forEach(this::verifyPartition);
    refuse(
        Set.copyOf(partitions).size() < partitions.size(),
        "partition-by names a column twice; name it once");
    refuse(
        partitions.size() == columns.size(),
        "partition-by takes all columns; leave one for the files");
  }

  private void verifyPartition(String name) {
    List<String> names = List.of(columns.fieldNames());
    refuse(
        !names.contains(name),
        "partition-by names %s, which is no column of these; there are %s",
        name,
        String.join(", ", names));
    DataType type = columns.apply(name).dataType();
    refuse(
        !(type instanceof AtomicType) || type instanceof BinaryType,
        "partition-by names %s, whose type %s does not fit into the name of a folder; choose"
            + " another column",
        name,
        type.sql().toLowerCase(Locale.ROOT));
  }

  private static boolean fits(DataType type) {
    return new ParquetFileFormat().supportDataType(type) && !hasEmptyStruct(type);
  }

  private static boolean hasEmptyStruct(DataType type) {
    if (type instanceof StructType struct) {
      return struct.isEmpty()
          || Arrays.stream(struct.fields()).anyMatch(field -> hasEmptyStruct(field.dataType()));
    }
    if (type instanceof MapType map) {
      return hasEmptyStruct(map.keyType()) || hasEmptyStruct(map.valueType());
    }
    return type instanceof ArrayType array && hasEmptyStruct(array.elementType());
  }

  private static void refuse(boolean fault, String sentence, Object... details) {
    if (fault) {
      throw new IllegalArgumentException(sentence.formatted(details));
    }
  }
}
