package dev.medallion.decode;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;

/**
 * Reads records that were written with one schema into the columns of another. Safe for use by
 * several threads.
 */
public final class AvroReader {
  private final Schema writer;
  private final Schema reader;
  private final AvroStruct root;
  private final Queue<Tools> idle = new ConcurrentLinkedQueue<>();

  AvroReader(Schema writer, Schema reader, AvroStruct root) {
    this.writer = writer;
    this.reader = reader;
    this.root = root;
  }

  /** What reading a record takes, expensive to make and for one thread at a time. */
  private record Tools(AvroBytes bytes, ResolvingDecoder in) {}

  /**
   * Reads the record that fills {@code bytes[offset, offset + length)}, as {@link Decoder#decode}
   * does.
   */
  public List<String> read(byte[] bytes, int offset, int length, Object[] target) {
    List<String> reasons;
    try {
      Tools tools = tools();
      tools.bytes().reset(bytes, offset, length);
      reasons = read(tools, target);
      idle.add(tools);
    } catch (IOException | RuntimeException e) {
      reasons = List.of(reason(e)); // These schemas do not go together for any record.
    }
    if (!reasons.isEmpty()) {
      clear(target);
    }
    return reasons;
  }

  private Tools tools() throws IOException {
    Tools tools = idle.poll();
    if (tools != null) {
      return tools;
    }
    AvroBytes bytes = new AvroBytes();
    Schema named = Schema.applyAliases(writer, reader);
    return new Tools(bytes, DecoderFactory.get().resolvingDecoder(named, reader, bytes));
  }

  private List<String> read(Tools tools, Object[] target) {
    AvroRecord record = new AvroRecord(tools.in());
    try {
      tools.in().configure(tools.bytes());
      root.fill(record, target);
      tools.in().drain();
      int left = tools.bytes().left();
      if (left > 0) {
        record.broken(left + (left == 1 ? " byte" : " bytes") + " behind the record");
      }
    } catch (IOException | RuntimeException e) {
      record.broken(reason(e));
    }
    return record.reasons();
  }

  /** Empties the slots of a bad record. */
  void clear(Object[] target) {
    Arrays.fill(target, 0, root.values().length, null);
  }

  /** Avro tells a branch or symbol that does not exist by the index's own exception. */
  private static String reason(Exception e) {
    if (e instanceof AvroFault) {
      return e.getMessage();
    }
    return e instanceof IndexOutOfBoundsException
        ? "not Avro: a branch of a union or a symbol of an enum that does not exist"
        : "does not fit the schema: " + oneLine(e.getMessage());
  }

  private static String oneLine(String message) {
    return String.valueOf(message).strip().replaceAll("\\s*\\R\\s*", " ");
  }

  /**
   * Finds the end of the record that begins at {@code offset}, by the writer's schema.
   *
   * @param limit behind the last byte that it may have
   * @throws AvroFault if it cannot be found; the message says why
   */
  public int end(byte[] bytes, int offset, int limit) throws AvroFault {
    AvroBytes in = new AvroBytes().reset(bytes, offset, limit - offset);
    try {
      GenericDatumReader.skip(writer, in);
      return in.position();
    } catch (StackOverflowError e) {
      throw new AvroFault("not Avro: nested too deeply", e);
    } catch (IOException | RuntimeException e) {
      throw new AvroFault(reason(e), e);
    }
  }
}
