package dev.medallion.sink;

import dev.medallion.config.Section;
import dev.medallion.delta.Commit;
import dev.medallion.delta.Lake;
import dev.medallion.delta.Table;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Appends to a Delta table, exactly once: each commit holds the batch as a Delta transaction,
 * {@code txnAppId} = query id and purpose, {@code txnVersion} = batch number, and Delta skips one
 * that it knows. The purpose keeps two writes of one batch to one table apart.
 *
 * @param table the table; made by the first batch
 * @param purpose what is written: the rows of a job, or its quarantine
 */
public record DeltaSink(Table table, Purpose purpose) implements Sink {
  /** What a write is for. */
  public enum Purpose {
    ROWS,
    QUARANTINE
  }

  private enum Mode {
    APPEND
  }

  static DeltaSink from(Section block, Lake lake, String layer) {
    block.choice("mode", Mode.class);
    return new DeltaSink(lake.table(layer, block.string("table")), Purpose.ROWS);
  }

  /** The quarantine that stands beside a table. */
  static DeltaSink quarantineOf(Table table) {
    return new DeltaSink(table.sibling("_quarantine"), Purpose.QUARANTINE);
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
            "mode = append would keep what output-mode = %s replaces".formatted(mode.text()));
  }

  @Override
  public Written write(Dataset<Row> rows, Signature signature) {
    BatchId batch = signature.batch();
    SparkSession spark = rows.sparkSession();
    if (table.inCatalog() && !table.exists(spark)) {
      create(rows);
    }
    long before = newest(spark);
    var writer =
        rows.write()
            .format("delta")
            .mode("append")
            .option("txnAppId", application(batch))
            .option("txnVersion", batch.number())
            .option("userMetadata", signature.text());
    if (table.inCatalog()) {
      writer.saveAsTable(table.name());
    } else {
      writer.save(table.name());
    }
    return table
        .log(spark)
        .findAfter(before, application(batch), batch.number())
        .map(DeltaSink::told)
        .or(() -> written(spark, batch))
        .orElse(Written.UNKNOWN);
  }

  /** Delta leaves the note out of the commit that makes a table of the catalog with its rows. */
  private void create(Dataset<Row> rows) {
    rows.sparkSession()
        .createDataFrame(List.of(), rows.schema())
        .write()
        .format("delta")
        .mode("ignore")
        .saveAsTable(table.name());
  }

  /**
   * Looks for the newest commit of this job in the log; it is the batch in question, or an earlier
   * one.
   */
  @Override
  public Optional<Written> written(SparkSession spark, BatchId batch) {
    if (!table.exists(spark)) {
      return Optional.empty();
    }
    Optional<Commit> last = table.log(spark).lastOf(application(batch));
    long newest =
        last.map(commit -> commit.transactions().get(application(batch))).orElse(batch.number());
    if (newest > batch.number()) {
      throw new TargetAhead(table.name(), newest);
    }
    return newest == batch.number() ? last.map(DeltaSink::told) : Optional.empty();
  }

  private long newest(SparkSession spark) {
    return table.exists(spark) ? table.log(spark).latestVersion().orElse(-1) : -1;
  }

  private String application(BatchId batch) {
    return batch.query() + "/" + purpose.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static Written told(Commit commit) {
    return new Written(
        commit.outputRows(), OptionalLong.of(commit.version()), commit.userMetadata());
  }
}
