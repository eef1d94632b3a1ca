package dev.medallion.pipeline;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import dev.medallion.delta.Table;
import dev.medallion.sink.BatchId;
import dev.medallion.sink.DeltaMarking;
import dev.medallion.sink.DeltaSink;
import dev.medallion.sink.Signature;
import dev.medallion.sink.Written;
import dev.medallion.source.Redecoding;
import dev.medallion.source.Source;
import dev.medallion.transform.Expectations;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What the rows of a quarantine tell of replays. */
record ReplayMarks(DeltaSink quarantine, SparkSession session) {
  /** Null for a row that waits. */
  static final String STATUS = "status";

  private static final String REPLAYED = "replayed";
  private static final String REASONS = "reasons";
  private static final String REPLAYED_AT = "replayed_at";
  private static final String REPLAY_BATCH = "replay_batch";
  private static final List<String> CHANGED = List.of(REASONS, STATUS, REPLAYED_AT, REPLAY_BATCH);
  private static final String NEW = "__new";
  private static final StructType COLUMNS =
      new StructType()
          .add(STATUS, DataTypes.StringType)
          .add(REPLAYED_AT, DataTypes.TimestampType)
          .add(REPLAY_BATCH, DataTypes.LongType);

  /**
   * What became of the rows of a replay.
   *
   * @param replayed those that passed
   * @param stayed those that were kept back again
   * @param rejected new ones, of the result
   */
  record Fates(long replayed, long stayed, long rejected) {}

  /** Gives a table that was made before its first replay the columns that it needs. */
  void prepare() {
    List<String> known = List.of(table().read(session).columns());
    if (!known.containsAll(List.of(COLUMNS.fieldNames()))) {
      quarantine.widen(session, COLUMNS);
    }
  }

  long version() {
    return table().log(session).latestVersion().orElseThrow();
  }

  /** The commit that marked the rows of a replay, if it is done. */
  Optional<Written> written(BatchId batch) {
    return quarantine.written(session, batch);
  }

  /** Whether no row is marked by a replay, nor will be by a process that died. */
  boolean lack(BatchId batch) {
    return quarantine.lacks(session, batch);
  }

  /** Marks rows and adds new ones, in one commit. */
  Written write(Dataset<Row> input, Dataset<Row> result, Quarantine adding, Signature signature) {
    Dataset<Row> judged = of(input).unionByName(of(result));
    Dataset<Row> rejected = result.where(col(Redecoding.QUARANTINED).isNull());
    Dataset<Row> added =
        adding
            .ofReplayed(new BatchRows(rejected, new Expectations(List.of())))
            .withColumn(NEW, lit(true));
    long batch = signature.batch().number();
    return new DeltaSink(
            quarantine.table(), DeltaSink.Purpose.QUARANTINE, new DeltaMarking(CHANGED, NEW))
        .write(marked(judged, batch).unionByName(added, true), signature);
  }

  private static Dataset<Row> of(Dataset<Row> judged) {
    return judged
        .where(col(Redecoding.QUARANTINED).isNotNull())
        .select(Redecoding.QUARANTINED, Source.REASONS);
  }

  /** Rows that are equal in all that is not changed have the same fate, and are told of once. */
  private static Dataset<Row> marked(Dataset<Row> judged, long batch) {
    Column again = col(Source.REASONS);
    Dataset<Row> marked =
        judged
            .select(col(Redecoding.QUARANTINED + ".*"), again)
            .withColumn(REASONS, coalesce(again, col(REASONS)))
            .withColumn(STATUS, when(again.isNull(), REPLAYED))
            .withColumn(REPLAYED_AT, current_timestamp())
            .withColumn(REPLAY_BATCH, lit(batch))
            .drop(Source.REASONS);
    String[] same =
        Arrays.stream(marked.columns())
            .filter(name -> !CHANGED.contains(name))
            .toArray(String[]::new);
    return marked.dropDuplicates(same).withColumn(NEW, lit(false));
  }

  /** As a commit of marks left them. */
  Fates fates(Job job, BatchId batch, Written written) {
    Dataset<Row> rows =
        table()
            .asOf(session, written.version().orElseThrow())
            .where(col("job").equalTo(job.name()));
    Dataset<Row> marked = rows.where(col(REPLAY_BATCH).equalTo(batch.number()));
    return new Fates(
        marked.where(col(STATUS).equalTo(REPLAYED)).count(),
        marked.where(col(STATUS).isNull()).count(),
        rows.where(col("query_id").equalTo(batch.query().toString()))
            .where(col("batch_id").equalTo(batch.number()))
            .count());
  }

  private Table table() {
    return quarantine.table();
  }
}
