package dev.medallion.tracking;

import java.util.UUID;

/**
 * One micro-batch before it is written.
 *
 * @param queryId the identity of the checkpoint
 * @param batchId Spark's number of the batch
 * @param startOffsets JSON as Spark gives it, or null
 * @param endOffsets JSON as Spark gives it, or null
 * @param target the table or place the batch goes to
 */
public record BatchStart(
    UUID queryId, long batchId, String startOffsets, String endOffsets, String target) {}
