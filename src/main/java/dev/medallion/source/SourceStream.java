package dev.medallion.source;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** An opened source: the rows of all batches to come, and what is known beside them. */
public interface SourceStream {
  /** The streaming rows. */
  Dataset<Row> rows();

  /** What was there but not read yet when the batch with this end offset was made. */
  Lag lag(String endOffset);

  /**
   * Whether a batch that could not be read has less to read by now than when it was planned, so
   * that another attempt is worth making.
   *
   * @throws SourceDataLost if what is gone must stop the job
   */
  default boolean hasShrunk(String endOffset) {
    return false;
  }

  /** Whether the source does not answer for now, so that a batch in hand waits for it. */
  default boolean isAway() {
    return false;
  }

  /**
   * Where rows of one batch came from, as far as their file does not say it.
   *
   * @param startOffset null for the first batch
   * @return by name of the file, without its folder; empty where the source knows no more
   */
  Map<String, Provenance> provenance(String startOffset, String endOffset);

  /**
   * What is there to read.
   *
   * @param unit of what is counted, in the plural
   * @param parts how many, by part of the source
   */
  record Lag(String unit, Map<String, Long> parts) {
    /** Of a source that does not say what it has. */
    public static final Lag UNKNOWN = new Lag("", Map.of());

    /** A source without parts. */
    static Lag of(String unit, long count) {
      return new Lag(unit, Map.of(unit, count));
    }

    public boolean isKnown() {
      return !equals(UNKNOWN);
    }

    /** Over all parts. */
    public long total() {
      return parts.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Where a file of a table came from.
   *
   * @param version the version of the table that brought it
   * @param writer what its writer said of itself in the commit: run and batch, as JSON
   */
  record Provenance(long version, String writer) {}
}
