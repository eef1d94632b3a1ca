package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.Decoder;
import dev.medallion.decode.JsonDecoder;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.decode.Schemas;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Newline-delimited JSON, decoded strictly by a schema; see {@link JsonDecoder} for what counts as
 * malformed. Blank lines are nothing.
 *
 * @param schema of a line
 * @param raw whether rows keep their line
 * @param onNew what becomes of fields that the schema lacks
 */
record JsonLines(StructType schema, KeepRaw raw, OnNewColumn onNew) implements LandedFormat {

  static JsonLines from(Section block, OnNewColumn onNew) {
    KeepRaw raw = KeepRaw.from(block);
    return new JsonLines(Schemas.read(block, "schema", raw.taken(LandingSource.TAKEN)), raw, onNew);
  }

  @Override
  public StructType columns() {
    return raw.after(schema);
  }

  @Override
  public StructType found(SparkSession spark, List<Slice> files) {
    return JsonSample.of(files, spark.sessionState().newHadoopConf()).fields(spark);
  }

  @Override
  public LandedFormat with(StructType more) {
    return new JsonLines(LandingSource.joined(schema, more), raw, onNew);
  }

  @Override
  public Optional<Decoder> decoder() {
    return Optional.of(new JsonDecoder(schema, onNew));
  }

  @Override
  public Files files(Configuration hadoop) {
    var decoding = new Decoding(new JsonDecoder(schema, onNew), raw);
    return new LineFiles(hadoop, (line, row) -> fill(line, decoding, row));
  }

  private static boolean fill(SliceLines line, Decoding decoding, LandedRow row) {
    if (JsonDecoder.isBlank(line.bytes(), line.offset(), line.length())) {
      return false;
    }
    decoding.fill(line.bytes(), line.offset(), line.textLength(), row);
    return true;
  }
}
