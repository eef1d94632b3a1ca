package dev.medallion.sink;

import dev.medallion.config.Section;
import dev.medallion.delta.Commit;
import dev.medallion.delta.Lake;
import dev.medallion.delta.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Writes to a Delta table, exactly once: each commit holds the batch as a Delta transaction, {@code
 * txnAppId} = query id and purpose, {@code txnVersion} = batch number, and Delta skips one that it
 * knows. The purpose keeps two writes of one batch to one table apart.
 *
 * @param table the table; made by the first batch
 * @param purpose what is written: the rows of a job, or its quarantine
 * @param mode what becomes of the rows that are there
 */
public record DeltaSink(Table table, Purpose purpose, DeltaMode mode) implements Sink {
  /** What a write is for. */
  public enum Purpose {
    ROWS,
    QUARANTINE
  }

  /** A sink that appends. */
  public DeltaSink(Table table, Purpose purpose) {
    this(table, purpose, DeltaMode.APPEND);
  }

  static DeltaSink from(Section block, Lake lake, String layer) {
    Table table = lake.table(layer, block.string("table"));
    if (block.optionalString("location").isPresent() && table.kind() == Table.Kind.PATH) {
      block.problem("location", "is for a table of the catalog, whose name has dots");
    }
    return new DeltaSink(table, Purpose.ROWS, DeltaMode.from(block));
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
  public boolean replaces() {
    return mode != DeltaMode.APPEND;
  }

  /** Deletes all rows in one commit, where there is a table. */
  public void clear(SparkSession spark) {
    if (table.exists(spark)) {
      table.delta(spark).delete();
    }
  }

  @Override
  public Optional<String> objection(OutputMode output) {
    return mode.objection(output);
  }

  @Override
  public Optional<StructType> columns(SparkSession spark) {
    return table.exists(spark) ? Optional.of(table.read(spark).schema()) : Optional.empty();
  }

  @Override
  public void verify(Dataset<Row> rows) {
    table.requireLasting(rows.sparkSession());
    mode.verify(rows);
    columns(rows.sparkSession()).ifPresent(target -> mode.verify(rows.schema(), target));
  }

  @Override
  public void prepare(SparkSession spark) {
    table.register(spark);
  }

  @Override
  public boolean widens() {
    return true;
  }

  @Override
  public void widen(SparkSession spark, StructType columns) {
    table.save(
        spark
            .createDataFrame(List.of(), columns)
            .write()
            .format("delta")
            .mode("append")
            .option("mergeSchema", true));
  }

  @Override
  public Written write(Dataset<Row> rows, Signature signature) {
    BatchId batch = signature.batch();
    SparkSession spark = rows.sparkSession();
    boolean isNew = !table.exists(spark);
    if (isNew && mode.needsTable(table)) {
      create(rows);
    }
    long before = newest(spark);
    mode.write(rows, table, new DeltaMode.Proof(application(batch), signature));
    if (isNew) {
      table.register(spark);
    }
    return table
        .log(spark)
        .findAfter(before, application(batch), batch.number())
        .map(DeltaSink::told)
        .or(() -> written(spark, batch))
        .orElse(Written.UNKNOWN);
  }

  private void create(Dataset<Row> rows) {
    Dataset<Row> none = rows.sparkSession().createDataFrame(List.of(), rows.schema());
    table.save(none.write().format("delta").mode("ignore"));
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

  /** Asks the table itself, which knows a batch whose commit file is gone, too. */
  @Override
  public boolean lacks(SparkSession spark, BatchId batch) {
    return !table.exists(spark) || table.transaction(spark, application(batch)) < batch.number();
  }

  private long newest(SparkSession spark) {
    return table.exists(spark) ? table.log(spark).latestVersion().orElse(-1) : -1;
  }

  private String application(BatchId batch) {
    return application(batch.query());
  }

  /** Under which application id a table has the batches of a query. */
  public String application(UUID query) {
    return query + "/" + purpose.name().toLowerCase(Locale.ROOT);
  }

  private static Written told(Commit commit) {
    return new Written(
        commit.outputRows(), OptionalLong.of(commit.version()), commit.userMetadata());
  }
}
