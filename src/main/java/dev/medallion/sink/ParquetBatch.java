package dev.medallion.sink;

import dev.medallion.sink.ParquetProof.Extent;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The folder {@code medallion_query=<id>/medallion_batch=<n>} of one batch. Each attempt writes to
 * a hidden folder of its own, which is then renamed to this one. Names that begin with an
 * underscore are invisible to readers, as long as they have no equals sign.
 *
 * <p>What a rename makes of a folder that is there already, or of a process that dies in it,
 * differs among file systems: the batch counts as written when its folder has a proof and all the
 * files that the proof tells of.
 *
 * @param query the folder of the query
 * @param number of the batch
 */
record ParquetBatch(FileSystem files, Path query, long number) {
  static final String QUERY = "medallion_query";
  static final String BATCH = "medallion_batch";
  private static final String WRITING = "_writing";
  private static final String PROOF = "_medallion.json";
  private static final Pattern NUMBER = Pattern.compile(BATCH + "=(\\d{1,18})");

  static ParquetBatch of(String folder, BatchId batch, Configuration hadoop) throws IOException {
    Path query = new Path(folder, QUERY + "=" + batch.query());
    return new ParquetBatch(query.getFileSystem(hadoop), query, batch.number());
  }

  /** The columns of the first file found of any batch, without those that name its folders. */
  static Optional<StructType> columns(String folder, SparkSession spark) throws IOException {
    Path path = new Path(folder);
    FileSystem files = path.getFileSystem(spark.sessionState().newHadoopConf());
    if (files.exists(path)) {
      var found = files.listFiles(path, true);
      while (found.hasNext()) {
        Path file = found.next().getPath();
        if (file.getName().endsWith(".parquet") && !file.toString().contains("/" + WRITING + "/")) {
          return Optional.of(spark.read().parquet(file.toString()).schema());
        }
      }
    }
    return Optional.empty();
  }

  /** What is known of the batch, if it is there as a whole. */
  Optional<Written> held() throws IOException {
    try {
      ParquetProof proof = ParquetProof.read(files, new Path(place(), PROOF));
      return proof.extent().equals(Extent.of(files, place()))
          ? Optional.of(proof.written())
          : Optional.empty();
    } catch (FileNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * The newest batch behind this one. Batches follow one another, so there is none without the next
   * one, and the listing, which grows with the history, is left out.
   */
  OptionalLong later() throws IOException {
    return files.exists(place(number + 1))
        ? Arrays.stream(files.listStatus(query))
            .map(folder -> NUMBER.matcher(folder.getPath().getName()))
            .filter(Matcher::matches)
            .mapToLong(name -> Long.parseLong(name.group(1)))
            .max()
        : OptionalLong.empty();
  }

  /** A hidden folder that nobody else writes to. */
  Path attempt() {
    return new Path(new Path(query, WRITING), "_" + UUID.randomUUID());
  }

  /**
   * Makes a written attempt the batch, and removes those that died. If another process was faster,
   * its batch stays.
   *
   * @return what the batch's folder holds then
   */
  Written keep(Path attempt, OptionalLong rows, String note) throws IOException {
    var proof = new ParquetProof(rows, Extent.of(files, attempt), note);
    try (var out = files.create(new Path(attempt, PROOF))) {
      out.write(proof.bytes());
    }
    if (held().isEmpty() && renames(attempt)) {
      files.delete(new Path(query, WRITING), true);
      return proof.written();
    }
    // The faster one may be at its next batch, in the same folder of attempts.
    files.delete(attempt, true);
    return held().orElseThrow(() -> new IOException("cannot rename " + attempt + " to " + place()));
  }

  private boolean renames(Path attempt) throws IOException {
    files.delete(place(), true);
    boolean renamed = files.rename(attempt, place());
    // Where the folder has come into being in the meantime, the attempt is moved into it.
    boolean late = files.delete(new Path(place(), attempt.getName()), true);
    return renamed && !late;
  }

  private Path place() {
    return place(number);
  }

  private Path place(long batch) {
    return new Path(query, BATCH + "=" + batch);
  }
}
