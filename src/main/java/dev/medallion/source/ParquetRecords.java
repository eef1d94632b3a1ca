package dev.medallion.source;

import dev.medallion.decode.NewField;
import dev.medallion.decode.OnNewColumn;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Function1;
import scala.collection.Iterator;

/** The records of a Parquet file, up to a damage if there is one, which is the last. */
final class ParquetRecords implements LandedFormat.Records {
  private final StructType columns;
  private final OnNewColumn onNew;
  private final Function1<PartitionedFile, Iterator<InternalRow>> reader;
  private final Configuration hadoop;
  private final Slice file;
  private Iterator<InternalRow> records;
  private long read;
  private boolean failed;
  private boolean done;

  ParquetRecords(
      StructType columns,
      OnNewColumn onNew,
      Function1<PartitionedFile, Iterator<InternalRow>> reader,
      Configuration hadoop,
      Slice file) {
    this.columns = columns;
    this.onNew = onNew;
    this.reader = reader;
    this.hadoop = hadoop;
    this.file = file;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The reader tells damage and a file system that fails by the same errors. So a file is
   * damaged only if it fails twice at one place while all its bytes can be had.
   */
  @Override
  public boolean next(LandedRow row) throws IOException {
    while (!done) {
      try {
        return step(row);
      } catch (NewField e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        close();
        if (failed) {
          readThrough();
          tell(List.of(sentence(e)), row);
          return true;
        }
        failed = true;
      }
    }
    return false;
  }

  private boolean step(LandedRow row) throws IOException {
    if (records == null) {
      List<String> misfits = open();
      if (!misfits.isEmpty()) {
        tell(misfits, row);
        return true;
      }
      for (long i = 0; i < read; i++) {
        records.next();
      }
    }
    if (!records.hasNext()) {
      done = true;
      return false;
    }
    fill(row);
    return true;
  }

  /** The columns that are not what the schema says; none if the file can be read. */
  private List<String> open() throws IOException {
    Path path = new Path(file.path());
    long size = LandingFolder.files(path, hadoop).getFileStatus(path).getLen();
    if (size != file.size()) {
      return List.of("changed after it was listed with " + file.size() + " bytes: it has " + size);
    }
    PartitionedFile whole = file.whole();
    ParquetFit fit = ParquetFit.of(hadoop);
    if (onNew == OnNewColumn.FAIL) {
      fit.refuseMore(columns, whole);
    }
    List<String> misfits = fit.misfits(columns, whole);
    if (misfits.isEmpty()) {
      records = reader.apply(whole);
    }
    return misfits;
  }

  /** The reader's row is its own, and parts of it are decoded only when they are looked at. */
  private void fill(LandedRow row) {
    InternalRow record = records.next().copy();
    for (int i = 0; i < columns.size(); i++) {
      row.values()[i] = record.get(i, columns.fields()[i].dataType());
    }
    read++;
    failed = false;
  }

  private void readThrough() throws IOException {
    try (InputStream in = file.open(hadoop)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static String sentence(Exception fault) {
    String message = String.valueOf(fault.getMessage()).strip();
    return "damaged or no Parquet: " + message.lines().findFirst().orElse("");
  }

  private void tell(List<String> reasons, LandedRow row) {
    done = true;
    Arrays.fill(row.values(), 0, columns.size(), null);
    String from = "from row " + (read + 1) + " of the file on: ";
    row.malformed(
        UTF8String.fromString("from row " + (read + 1) + " on of " + file.path()),
        reasons.stream().map(from::concat).toList());
  }

  @Override
  public void close() throws IOException {
    if (records instanceof Closeable reading) {
      reading.close();
    }
    records = null;
  }
}
