package dev.medallion.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Avro files as Avro's own writer makes them, and Event Hubs Capture with it. */
public final class AvroFile {
  private static final Schema EVENT =
      new Schema.Parser()
          .parse(
              """
              {"type":"record","name":"EventData","namespace":"Microsoft.ServiceBus.Messaging",
              "fields":[{"name":"SequenceNumber","type":"long"},{"name":"Offset","type":"string"},
              {"name":"EnqueuedTimeUtc","type":"string"},
              {"name":"SystemProperties","type":
                {"type":"map","values":["long","double","string","bytes"]}},
              {"name":"Properties","type":
                {"type":"map","values":["long","double","string","bytes","null"]}},
              {"name":"Body","type":["null","bytes"]}]}
              """);

  private AvroFile() {}

  /** A file with a block for each list of records. */
  static byte[] of(Schema schema, String codec, List<List<GenericRecord>> blocks) {
    var file = new ByteArrayOutputStream();
    try (var writer = new DataFileWriter<GenericRecord>(new GenericDatumWriter<>(schema))) {
      writer.setCodec(CodecFactory.fromString(codec));
      writer.create(
          schema, file, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16});
      for (List<GenericRecord> block : blocks) {
        for (GenericRecord record : block) {
          writer.append(record);
        }
        writer.sync();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  /** A file of Capture with these bodies; null for an event without one. */
  public static byte[] capture(byte[]... bodies) {
    List<GenericRecord> events = new java.util.ArrayList<>();
    for (byte[] body : bodies) {
      GenericRecord event = new GenericData.Record(EVENT);
      event.put("SequenceNumber", 100L + events.size());
      event.put("Offset", String.valueOf(4_000 + events.size()));
      event.put("EnqueuedTimeUtc", "11/21/2026 5:31:08 PM");
      event.put("SystemProperties", Map.of("x-opt-enqueued-time", 1_600_000_000_000L));
      event.put("Properties", Map.of("kind", "sale"));
      event.put("Body", body == null ? null : ByteBuffer.wrap(body));
      events.add(event);
    }
    return of(EVENT, "deflate", List.of(events));
  }
}
