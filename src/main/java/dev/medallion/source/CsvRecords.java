package dev.medallion.source;

import dev.medallion.source.CsvHead.Heading;
import java.io.IOException;
import java.util.Optional;

/** The records of a part of a CSV file. */
final class CsvRecords implements LandedFormat.Records {
  private final Slice slice;
  private final CsvSteps steps;
  private final Heading heading;
  private final KeepRaw raw;
  private Decoding decoding;
  private long header;
  private boolean done;

  CsvRecords(Slice slice, CsvSteps steps, Heading heading, KeepRaw raw) {
    this.slice = slice;
    this.steps = steps;
    this.heading = heading;
    this.raw = raw;
  }

  @Override
  public boolean next(LandedRow row) throws IOException {
    try {
      return (decoding != null || begin()) && read(row);
    } catch (DamagedFile e) {
      done = true;
      row.damaged(slice, e);
      return true;
    }
  }

  private boolean begin() throws IOException, DamagedFile {
    Optional<CsvHead> head = done ? Optional.empty() : heading.read(steps);
    done = head.isEmpty();
    head.ifPresent(
        known -> {
          decoding = new Decoding(known.decoder(), raw);
          header = known.position();
        });
    return !done;
  }

  private boolean read(LandedRow row) throws IOException, DamagedFile {
    while (!done && steps.next()) {
      if (steps.position() > header) {
        decoding.fill(steps.bytes(), steps.offset(), steps.length(), row);
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    steps.close();
  }
}
