package dev.medallion.sink;

import dev.medallion.delta.Table;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Rows written to folders of Parquet files. */
class ParquetContractTest extends SinkContract {
  @Override
  Sink sink() {
    return new ParquetSink(new Table(folder.resolve("t").toString(), Table.Kind.PATH), List.of());
  }

  @Override
  List<Row> found(StructType columns) {
    return Files.exists(folder.resolve("t"))
        ? spark
            .read()
            .schema(columns)
            .parquet(folder.resolve("t").toString())
            .selectExpr(columns.fieldNames())
            .collectAsList()
        : List.of();
  }

  @Override
  Map<String, Dataset<Row>> refused() {
    return Map.of(
        "medallion_batch names a folder of each batch; rename the column",
        spark.sql("SELECT 1 AS id, 'a' AS name, 2 AS Medallion_Batch"),
        "medallion_query names a folder of each batch; rename the column",
        spark.sql("SELECT 1 AS medallion_query"),
        "there are two columns name; rename one",
        spark.sql("SELECT 'a' AS Name, 'b' AS name"),
        "Parquet cannot hold the column nothing of type void; cast it or leave it out",
        spark.sql("SELECT 1 AS id, NULL AS nothing"),
        "Parquet cannot hold the column spans of type array<interval>; cast it or leave it out",
        spark.sql("SELECT ARRAY(MAKE_INTERVAL(1, 2, 3)) AS spans"));
  }
}
