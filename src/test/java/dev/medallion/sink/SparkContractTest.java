package dev.medallion.sink;

import dev.medallion.sink.SparkSink.Mode;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Rows handed to a format of Spark's own, here lines of JSON. */
class SparkContractTest extends SinkContract {
  @Override
  Sink sink() {
    return new SparkSink("json", Map.of("path", folder.resolve("t").toString()), Mode.APPEND);
  }

  @Override
  List<Row> found(StructType columns) {
    return Files.exists(folder.resolve("t"))
        ? spark
            .read()
            .schema(columns)
            .json(folder.resolve("t").toString())
            .selectExpr(columns.fieldNames())
            .collectAsList()
        : List.of();
  }
}
