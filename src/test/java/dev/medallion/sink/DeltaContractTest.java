package dev.medallion.sink;

import dev.medallion.delta.Table;
import dev.medallion.sink.DeltaSink.Purpose;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Rows appended to a Delta table. */
class DeltaContractTest extends SinkContract {
  @Override
  Sink sink() {
    return new DeltaSink(table(), Purpose.ROWS);
  }

  @Override
  List<Row> found(StructType columns) {
    return table().exists(spark)
        ? spark
            .read()
            .format("delta")
            .load(table().name())
            .selectExpr(columns.fieldNames())
            .collectAsList()
        : List.of();
  }

  private Table table() {
    return new Table(folder.resolve("t").toString(), Table.Kind.PATH);
  }
}
