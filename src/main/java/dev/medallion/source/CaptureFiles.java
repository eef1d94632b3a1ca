package dev.medallion.source;

import dev.medallion.config.Section;
import dev.medallion.decode.AvroReader;
import dev.medallion.decode.AvroSchema;
import dev.medallion.decode.Decoder;
import dev.medallion.decode.Decoders;
import dev.medallion.decode.OnNewColumn;
import dev.medallion.decode.Utf8;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The Avro files of Event Hubs Capture: a record is an event, its body is what was sent, decoded as
 * from any other source; then where it stood in its partition. An event without a body is a row of
 * nulls.
 *
 * @param field the name of the body
 * @param body how it is decoded
 * @see <a href="https://learn.microsoft.com/azure/event-hubs/event-hubs-capture-overview">the
 *     files</a>
 */
record CaptureFiles(String field, Decoder body) implements LandedFormat {
  private static final String SEQUENCE_NUMBER = "_sequence_number";
  private static final String ENQUEUED_TIME = "_enqueued_time";

  /** The events' fields; nullable, since not every writer of such files has all. */
  private static final String EVENT =
      """
      {"type": "record", "name": "EventData", "fields": [
        {"name": "%s", "type": ["null", "bytes"]},
        {"name": "SequenceNumber", "type": ["null", "long"], "default": null},
        {"name": "Offset", "type": ["null", "string"], "default": null},
        {"name": "EnqueuedTimeUtc", "type": ["null", "string"], "default": null}]}
      """;

  private static final int FIELDS = 4;

  static CaptureFiles from(Section block, OnNewColumn onNew) {
    String field = block.string("body-field");
    Set<String> reserved = new HashSet<>(LandingSource.TAKEN);
    reserved.addAll(List.of(SEQUENCE_NUMBER, Source.OFFSET, ENQUEUED_TIME));
    Decoder body = Decoders.from(block.section("body"), Set.copyOf(reserved), onNew);
    try {
      AvroSchema.parse(EVENT.formatted(field));
    } catch (IllegalArgumentException e) {
      block.problem("body-field", "not the name of a body: " + e.getMessage());
    }
    return new CaptureFiles(field, body);
  }

  @Override
  public StructType columns() {
    return body.columns()
        .add(SEQUENCE_NUMBER, DataTypes.LongType)
        .add(Source.OFFSET, DataTypes.StringType)
        .add(ENQUEUED_TIME, DataTypes.StringType);
  }

  @Override
  public Files files(Configuration hadoop) {
    AvroSchema event = AvroSchema.parse(EVENT.formatted(field));
    int width = body.columns().size();
    return new AvroFiles.AvroFolder(
        hadoop, writer -> new Events(event.reader(writer), body, width, new Object[FIELDS]));
  }

  private record Events(AvroReader reader, Decoder body, int width, Object[] event)
      implements AvroFiles.Filling {
    @Override
    public void fill(byte[] bytes, int offset, int length, LandedRow row) {
      List<String> reasons = reader.read(bytes, offset, length, event);
      if (!reasons.isEmpty()) {
        row.malformed(Utf8.text(Arrays.copyOfRange(bytes, offset, offset + length)), reasons);
        return;
      }
      System.arraycopy(event, 1, row.values(), width, FIELDS - 1);
      if (event[0] != null) {
        decode((byte[]) event[0], row);
      }
    }

    private void decode(byte[] sent, LandedRow row) {
      List<String> reasons = body.decode(sent, 0, sent.length, row.values());
      if (!reasons.isEmpty()) {
        row.malformed(Utf8.text(sent), reasons);
      }
    }
  }
}
