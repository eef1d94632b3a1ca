package dev.medallion.pipeline;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.get_json_object;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.when;

import dev.medallion.decode.Decoder;
import dev.medallion.decode.JsonDecoder;
import dev.medallion.source.Redecoding;
import dev.medallion.source.Source;
import dev.medallion.transform.Expectations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a quarantine on their way through the job once more. Each is judged once; what comes
 * of it is held, so that the target and the quarantine are told the same.
 *
 * @param columns of the SQL's result
 * @param session of the replay's own, with the views that the SQL sees
 */
record ReplayRows(Job job, StructType columns, SparkSession session) {
  private static final String DECODE = "decode";

  /** Of a file that is damaged, or a record without a value, no text is kept. */
  private static final String DAMAGED = "from byte ";

  private static final String KEY = "_key: not UTF-8";

  /** What waits in the quarantine and is chosen. */
  Dataset<Row> chosen(ReplayPlan plan) {
    Dataset<Row> rows =
        job.quarantine()
            .table()
            .asOf(session, plan.version())
            .where(col("job").equalTo(job.name()).and(col(ReplayMarks.STATUS).isNull()))
            .where(not(col("stage").equalTo(DECODE)).or(plan.decodes() ? hasText() : lit(false)));
    Dataset<Row> since =
        plan.choice()
            .since()
            .map(time -> rows.where(col("quarantined_at").geq(lit(time))))
            .orElse(rows);
    return plan.choice().reason().map(text -> since.where(says(text))).orElse(since);
  }

  private static Column hasText() {
    Column first = col("reasons").getItem(0);
    Column valueless =
        first
            .startsWith(KEY)
            .and(get_json_object(col("record"), "$._topic").equalTo(col("source_topic")))
            .and(get_json_object(col("record"), "$._offset").equalTo(col("source_offset")));
    return not(coalesce(first.startsWith(DAMAGED), lit(false)).or(coalesce(valueless, lit(false))));
  }

  private static Column says(String text) {
    return functions.exists(
        col("reasons"), reason -> lower(reason).contains(text.toLowerCase(Locale.ROOT)));
  }

  /** The chosen rows of the input, decoded and judged. */
  Dataset<Row> input(ReplayPlan plan) {
    Dataset<Row> chosen = chosen(plan);
    List<StructField> visible = new ArrayList<>();
    StructType all = job.source().schema(session).orElseThrow();
    Arrays.stream(all.fields()).filter(BatchRows::isVisible).forEach(visible::add);
    StructType whole = new StructType(visible.toArray(StructField[]::new));
    Dataset<Row> read = again(chosen, "expect", new JsonDecoder(whole));
    Optional<Decoder> decoder = job.source().decoder().filter(any -> plan.decodes());
    Dataset<Row> rows =
        decoder
            .map(known -> placed(again(chosen, DECODE, known), known, whole).unionByName(read))
            .orElse(read);
    return judged(rows, job.expect());
  }

  private static Dataset<Row> again(Dataset<Row> chosen, String stage, Decoder decoder) {
    return new Redecoding(decoder).of(chosen.where(col("stage").equalTo(stage)));
  }

  /** Decoded records with the columns that the source puts beside them. */
  private static Dataset<Row> placed(Dataset<Row> rows, Decoder decoder, StructType whole) {
    List<String> decoded = List.of(decoder.columns().fieldNames());
    List<Column> columns = new ArrayList<>();
    for (StructField field : whole.fields()) {
      columns.add(
          decoded.contains(field.name())
              ? rows.col(quoted(field.name()))
              : origin(field).cast(field.dataType()).as(field.name()));
    }
    columns.add(reasons(whole).as(Source.REASONS));
    columns.add(col(Redecoding.QUARANTINED));
    return rows.select(columns.toArray(Column[]::new));
  }

  private static Column origin(StructField field) {
    return switch (field.name()) {
      case Source.SOURCE_FILE -> kept("source_file");
      case Source.INGESTED_AT -> current_timestamp();
      case Source.TOPIC -> kept("source_topic");
      case Source.PARTITION -> kept("source_partition");
      case Source.OFFSET -> kept("source_offset");
      case Source.TIMESTAMP -> kept("source_timestamp");
      case Source.KEY ->
          field.dataType().equals(DataTypes.BinaryType)
              ? when(isEncodedKey(), functions.unbase64(functions.substring_index(key(), ":", -1)))
                  .otherwise(key().cast(DataTypes.BinaryType))
              : key();
      case Source.RAW_TEXT -> kept("record");
      default -> lit(null);
    };
  }

  /** A key that is no text is told by the source, too, as a reason. */
  private static Column reasons(StructType whole) {
    boolean takesText =
        Arrays.stream(whole.fields())
            .anyMatch(
                field ->
                    field.name().equals(Source.KEY)
                        && field.dataType().equals(DataTypes.StringType));
    if (!takesText) {
      return col(Source.REASONS);
    }
    Column told = functions.filter(kept("reasons"), reason -> reason.startsWith(KEY));
    return when(functions.size(told).gt(0).and(isEncodedKey()), coalesce(col(Source.REASONS), told))
        .otherwise(col(Source.REASONS));
  }

  private static Column isEncodedKey() {
    return coalesce(key().startsWith("base64:"), lit(false));
  }

  private static Column key() {
    return kept("source_key");
  }

  private static Column kept(String column) {
    return col(Redecoding.QUARANTINED + "." + column);
  }

  /**
   * The result, judged: what the SQL makes of the input that passes, and chosen rows of the result,
   * which the SQL was run for already.
   */
  Dataset<Row> result(ReplayPlan plan, Dataset<Row> input) {
    Dataset<Row> ensured = again(chosen(plan), "ensure", new JsonDecoder(columns));
    Dataset<Row> made = new PlainBatch(job.unjudged(), input).again();
    for (String hidden : List.of(Source.REASONS, Redecoding.QUARANTINED)) {
      made = made.withColumn(hidden, lit(null).cast(ensured.schema().apply(hidden).dataType()));
    }
    return judged(made.unionByName(ensured), job.ensure());
  }

  private static Dataset<Row> judged(Dataset<Row> rows, Expectations rules) {
    Column broken = when(rules.stopped(), rules.reasons());
    return rows.withColumn(Source.REASONS, coalesce(col(Source.REASONS), broken)).localCheckpoint();
  }

  /** Rows of the judged result for the target. */
  static Dataset<Row> passed(Dataset<Row> result) {
    return new BatchRows(result, new Expectations(List.of())).passed();
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
