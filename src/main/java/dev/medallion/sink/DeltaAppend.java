package dev.medallion.sink;

import dev.medallion.delta.Table;
import java.util.Optional;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Adds a batch's rows to those of the table. */
record DeltaAppend() implements DeltaMode {
  @Override
  public Optional<String> objection(OutputMode output) {
    return switch (output) {
      case APPEND -> Optional.empty();
      case UPDATE ->
          Optional.of(
              "a row that is updated would be added to its earlier versions; set sink.mode ="
                  + " upsert and sink.keys");
      case COMPLETE ->
          Optional.of("each batch would add the whole result once more; set sink.mode = complete");
    };
  }

  /** Delta leaves the note out of the commit that makes a table of the catalog with its rows. */
  @Override
  public boolean needsTable(Table table) {
    return table.inCatalog();
  }

  @Override
  public void write(Dataset<Row> rows, Table table, Proof proof) {
    table.save(proven(rows, proof).mode("append"));
  }

  static DataFrameWriter<Row> proven(Dataset<Row> rows, Proof proof) {
    return rows.write()
        .format("delta")
        .option("txnAppId", proof.application())
        .option("txnVersion", proof.version())
        .option("userMetadata", proof.signature().text());
  }
}
