package dev.medallion.sink;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.from_json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;

/** The sink of a database keeps what every sink does, and leaves nothing but table and proof. */
abstract class JdbcContract extends SinkContract {
  abstract JdbcTables tables();

  @Override
  Sink sink() {
    return tables().append("rows_of_test");
  }

  @AfterEach
  void nothingElseIsLeft() {
    assertThat(tables().names()).isSubsetOf("MEDALLION_BATCHES", "ROWS_OF_TEST");
  }

  @Override
  List<Row> found(StructType columns) {
    if (!tables().names().contains("ROWS_OF_TEST")) {
      return List.of();
    }
    Properties login = new Properties();
    login.put("user", tables().user());
    login.put("password", tables().password());
    Dataset<Row> read =
        spark.read().jdbc(tables().sharedUrl(), tables().path("rows_of_test"), login);
    return read.select(
            Arrays.stream(columns.fields()).map(JdbcContract::column).toArray(Column[]::new))
        .collectAsList();
  }

  /** Nested values are JSON in a database. */
  private static Column column(StructField field) {
    DataType type = field.dataType();
    boolean nested =
        type instanceof ArrayType || type instanceof MapType || type instanceof StructType;
    return (nested ? from_json(col(field.name()), type) : col(field.name())).as(field.name());
  }

  @Override
  Map<String, Dataset<Row>> refused() {
    return Map.of(
        "a table has no column for pause, whose type is interval day; cast it in the SQL",
        spark.sql("SELECT INTERVAL '1' DAY AS pause"),
        "a table has one column a, and the rows have 2 of that name",
        spark.sql("SELECT 1 AS a, 2 AS A"),
        "Medallion_Row is a name that the sink needs for itself; rename the column",
        spark.sql("SELECT 1 AS Medallion_Row"));
  }
}
