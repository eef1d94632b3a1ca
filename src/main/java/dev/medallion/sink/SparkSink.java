package dev.medallion.sink;

import dev.medallion.config.Section;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.LogicalRDD;
import org.apache.spark.sql.execution.datasources.DataSource;

/**
 * Hands rows to any format that Spark can write. At least once: what a format does with a batch
 * that is written again is its own affair.
 *
 * @param format its short name, or its class
 * @param options of the format; they may hold secrets and are never shown
 */
public record SparkSink(String format, Map<String, String> options, Mode mode) implements Sink {
  /** What becomes of the rows of earlier batches. */
  public enum Mode {
    APPEND,
    OVERWRITE
  }

  static SparkSink from(Section block) {
    return new SparkSink(
        block.string("format"), block.texts("options"), block.choice("mode", Mode.class));
  }

  @Override
  public String name() {
    return format + Optional.ofNullable(options.get("path")).map(path -> " at " + path).orElse("");
  }

  @Override
  public Guarantee guarantee() {
    return Guarantee.AT_LEAST_ONCE;
  }

  /**
   * The console shows whatever it is given. Elsewhere a whole result has to replace the one before,
   * and rows that are only a part of it must not. A row that changed may be a further row.
   */
  @Override
  public Optional<String> objection(OutputMode output) {
    if (format.equals("console")) {
      return Optional.empty();
    }
    if (mode == Mode.OVERWRITE && output != OutputMode.COMPLETE) {
      return Optional.of(
          "mode = overwrite would drop the rows of earlier batches; set mode = append in the sink");
    }
    return mode == Mode.APPEND && output == OutputMode.COMPLETE
        ? Optional.of(
            "mode = append would add the whole result again with each batch; set mode = overwrite"
                + " in the sink")
        : Optional.empty();
  }

  @Override
  public void verify(Dataset<Row> rows) throws ClassNotFoundException {
    try {
      DataSource.lookupDataSource(format, rows.sparkSession().sessionState().conf());
    } catch (Exception e) {
      throw new IllegalArgumentException(
          "Spark has no format %s; correct the name, or give Spark the JAR that has it"
              .formatted(format),
          e);
    }
  }

  /**
   * A format may read the rows several times, or as the console only some of them. So that they are
   * computed and counted once and whole, they are kept on the executors meanwhile.
   */
  @Override
  public Written write(Dataset<Row> rows, Signature signature) {
    RowCount count = new RowCount();
    Dataset<Row> kept = count.of(rows).localCheckpoint();
    try {
      kept.write().format(format).options(options).mode(mode.name()).save();
    } finally {
      if (kept.logicalPlan() instanceof LogicalRDD plan) {
        plan.rdd().unpersist(false);
      }
    }
    return new Written(count.value(), OptionalLong.empty(), "");
  }

  /** Nothing is known of what a format has written. */
  @Override
  public Optional<Written> written(SparkSession spark, BatchId batch) {
    return Optional.empty();
  }

  /** Without the options, which may hold a secret. */
  @Override
  public String toString() {
    return "SparkSink[" + name() + "]";
  }
}
