package dev.medallion.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import scala.collection.immutable.Map$;

/**
 * A part of a file: the lines that begin in it. The last of them may end behind it, but not behind
 * the file's listed size: what is written to a file after it was listed is not read.
 *
 * @param path the file
 * @param start the first byte
 * @param end behind the last byte
 * @param size of the file as it was listed
 */
record Slice(String path, long start, long end, long size) implements Serializable {

  /** A whole file. */
  static Slice of(String path, long size) {
    return new Slice(path, 0, size, size);
  }

  /** The whole file, as Spark's own readers know it. */
  PartitionedFile whole() {
    return new PartitionedFile(
        InternalRow.empty(),
        SparkPath.fromPath(new Path(path)),
        0,
        size,
        new String[0],
        0,
        size,
        Map$.MODULE$.empty());
  }

  long length() {
    return end - start;
  }

  /** Opens the file, at its first byte. */
  FSDataInputStream open(Configuration hadoop) throws IOException {
    Path file = new Path(path);
    try {
      return LandingFolder.files(file, hadoop).open(file);
    } catch (FileNotFoundException e) {
      String message = "a file of the batch in hand is gone: " + path + "; put it back";
      throw new IOException(message, e);
    }
  }

  /** The slice in parts of at most so many bytes. */
  List<Slice> cut(long most) {
    List<Slice> parts = new ArrayList<>();
    for (long at = start; at < end; at += most) {
      parts.add(new Slice(path, at, Math.min(at + most, end), size));
    }
    return parts;
  }

  /**
   * Packs slices into groups of about so many bytes, the large ones first, as Spark does.
   *
   * @param opening what opening a file costs, in bytes read
   */
  static List<List<Slice>> pack(List<Slice> slices, long most, long opening) {
    List<List<Slice>> groups = new ArrayList<>();
    long filled = most;
    for (Slice slice :
        slices.stream().sorted(Comparator.comparingLong(Slice::length).reversed()).toList()) {
      if (filled + slice.length() > most) {
        groups.add(new ArrayList<>());
        filled = 0;
      }
      groups.get(groups.size() - 1).add(slice);
      filled += slice.length() + opening;
    }
    return groups;
  }
}
