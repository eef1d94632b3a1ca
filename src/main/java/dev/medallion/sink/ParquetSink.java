package dev.medallion.sink;

import dev.medallion.config.Section;
import dev.medallion.delta.Lake;
import dev.medallion.delta.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Writes Parquet files, exactly once: each batch is a folder of its query's folder, which comes
 * into being whole, with its proof in it. A reset, which is a new query, changes nothing of the old
 * one.
 *
 * @param table the folder
 * @param partitions columns whose values become subfolders of a batch, in this order
 */
public record ParquetSink(Table table, List<String> partitions) implements Sink {

  static ParquetSink from(Section block, Lake lake, String layer) {
    return new ParquetSink(table(block, lake, layer), block.strings("partition-by"));
  }

  private static Table table(Section block, Lake lake, String layer) {
    Optional<String> path = block.optionalString("path");
    Table table = lake.table(layer, block.optionalString("table").orElse(""));
    if (path.isPresent() == block.has("table")) {
      block.problem(
          path.isPresent() ? "path" : "",
          path.isPresent()
              ? "stands beside table; keep one of them"
              : "has neither table nor path; set one of them");
    }
    if (block.has("location")) {
      block.problem("location", "is for a Delta table of the catalog; set path instead of table");
    }
    if (table.kind() != Table.Kind.PATH) {
      block.problem(
          "table", "is a name of a catalog, which holds Delta tables only; leave the dots out");
    }
    return path.map(folder -> new Table(folder.replaceFirst("(?<=.)/+$", ""), Table.Kind.PATH))
        .orElse(table);
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.EXACTLY_ONCE;
  }

  @Override
  public Optional<String> objection(OutputMode mode) {
    return mode == OutputMode.APPEND
        ? Optional.empty()
        : Optional.of(
            ("Parquet files keep what output-mode = %s replaces; write to a sink of type delta with"
                    + " mode = %s, or set output-mode = append, which writes a window once when it"
                    + " is final")
                .formatted(mode.text(), mode == OutputMode.UPDATE ? "upsert" : "complete"));
  }

  @Override
  public void verify(Dataset<Row> rows) throws IOException {
    columns(rows).verify();
    Optional<StructType> held = ParquetBatch.columns(table.name(), rows.sparkSession());
    held.ifPresent(target -> ColumnTypes.verify(rows.schema(), target));
  }

  private ParquetColumns columns(Dataset<Row> rows) {
    return new ParquetColumns(rows.schema(), partitions);
  }

  @Override
  public Written write(Dataset<Row> rows, Signature signature) {
    columns(rows).verify();
    try {
      ParquetBatch batch = batch(rows.sparkSession(), signature.batch());
      Optional<Written> earlier = held(batch);
      return earlier.isPresent() ? earlier.get() : write(rows, batch, signature.text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Written write(Dataset<Row> rows, ParquetBatch batch, String note) throws IOException {
    RowCount count = new RowCount();
    Path attempt = batch.attempt();
    count
        .of(rows)
        .write()
        .partitionBy(partitions.toArray(String[]::new))
        .parquet(attempt.toString());
    return batch.keep(attempt, count.value(), note);
  }

  @Override
  public Optional<Written> written(SparkSession spark, BatchId batch) {
    try {
      return held(batch(spark, batch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean lacks(SparkSession spark, BatchId batch) {
    return written(spark, batch).isEmpty();
  }

  private Optional<Written> held(ParquetBatch batch) throws IOException {
    OptionalLong later = batch.later();
    if (later.isPresent()) {
      throw new TargetAhead(table.name(), later.getAsLong());
    }
    return batch.held();
  }

  private ParquetBatch batch(SparkSession spark, BatchId batch) throws IOException {
    return ParquetBatch.of(table.name(), batch, spark.sessionState().newHadoopConf());
  }
}
