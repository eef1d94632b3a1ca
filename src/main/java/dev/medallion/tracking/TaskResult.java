package dev.medallion.tracking;

import java.time.Instant;

/**
 * What came of a batch. Anything not known is null, never 0.
 *
 * @param inputRows rows read
 * @param outputRows rows the sink's commit reports
 * @param quarantinedRows rows of the input that went to quarantine
 * @param rejectedRows rows of the result that went to quarantine
 * @param skippedRows rows of the input that mean nothing, such as tombstones and duplicates
 * @param lateRows rows that the SQL left out, since they came behind the watermark
 * @param deltaVersion the version of the target that holds the batch
 * @param sourceLag JSON by partition
 * @param watermark the query's event-time watermark
 */
public record TaskResult(
    Long inputRows,
    Long outputRows,
    Long quarantinedRows,
    Long rejectedRows,
    Long skippedRows,
    Long lateRows,
    Long deltaVersion,
    String sourceLag,
    Instant watermark) {}
