package dev.medallion.source;

import dev.medallion.decode.AvroFault;
import dev.medallion.source.AvroFiles.Filling;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Function;
import org.apache.avro.Schema;

/** The records of an Avro file, up to a damage if there is one, which is the last. */
final class AvroRecords implements LandedFormat.Records {
  private final Slice file;
  private final InputStream in;
  private final Function<Schema, Filling> fillings;
  private AvroBlocks blocks;
  private Filling filling;
  private long read;
  private int at;
  private boolean done;

  AvroRecords(Slice file, InputStream in, Function<Schema, Filling> fillings) {
    this.file = file;
    this.in = in;
    this.fillings = fillings;
  }

  @Override
  public boolean next(LandedRow row) throws IOException {
    try {
      return !done && read(row);
    } catch (DamagedFile e) {
      done = true;
      row.damaged(file, e);
      return true;
    }
  }

  private boolean read(LandedRow row) throws IOException, DamagedFile {
    if (blocks == null) {
      blocks = AvroBlocks.open(in, file.size());
      filling = fillings.apply(blocks.schema());
    }
    while (read == blocks.count()) {
      requireEnd();
      if (!blocks.next()) {
        done = true;
        return false;
      }
      read = 0;
      at = 0;
    }
    int end = end();
    filling.fill(blocks.bytes(), at, end - at, row);
    at = end;
    read++;
    return true;
  }

  private int end() throws DamagedFile {
    try {
      return filling.reader().end(blocks.bytes(), at, blocks.bytes().length);
    } catch (AvroFault e) {
      String message = "damaged: record %d of the block there is %s";
      throw new DamagedFile(blocks.begin(), message.formatted(read + 1, e.getMessage()), e);
    }
  }

  private void requireEnd() throws DamagedFile {
    int behind = blocks.bytes().length - at;
    if (behind > 0) {
      String message = "damaged: " + behind + " bytes behind the last record of the block there";
      throw new DamagedFile(blocks.begin(), message);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
