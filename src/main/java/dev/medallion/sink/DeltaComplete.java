package dev.medallion.sink;

import dev.medallion.delta.Table;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Puts the whole result so far in the place of the table's rows. */
record DeltaComplete() implements DeltaMode {
  @Override
  public Optional<String> objection(OutputMode output) {
    return output == OutputMode.COMPLETE
        ? Optional.empty()
        : Optional.of(
            "sink.mode = complete would replace the table by the rows of each batch alone; set"
                + " output-mode = complete");
  }

  @Override
  public void write(Dataset<Row> rows, Table table, Proof proof) {
    table.save(DeltaAppend.proven(rows, proof).mode("overwrite"));
  }
}
