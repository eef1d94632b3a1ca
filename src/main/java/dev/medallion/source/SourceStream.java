package dev.medallion.source;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** An opened source: the rows of all batches to come, and what is known beside them. */
public interface SourceStream {
  /** The streaming rows. */
  Dataset<Row> rows();

  /**
   * What was there but not read yet when the batch with this end offset was made, by part of the
   * source; empty where it cannot be told.
   */
  Map<String, Long> lag(String endOffset);

  /**
   * Where rows of one batch came from, as far as their file does not say it.
   *
   * @param startOffset null for the first batch
   * @return by name of the file, without its folder; empty where the source knows no more
   */
  Map<String, Provenance> provenance(String startOffset, String endOffset);

  /**
   * Where a file of a table came from.
   *
   * @param version the version of the table that brought it
   * @param writer what its writer said of itself in the commit: run and batch, as JSON
   */
  record Provenance(long version, String writer) {}
}
