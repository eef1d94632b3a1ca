package dev.medallion.tracking;

import java.time.Instant;
import java.util.UUID;

/**
 * One attempt at a batch.
 *
 * @param runId the run it belongs to
 * @param end null while it has not ended
 * @param durationMillis null while it has not ended
 * @param result what came of it; all null unless it succeeded
 * @param errorClass null unless it failed
 * @param error the error's message, or null
 */
public record TaskHistory(
    long id,
    long runId,
    UUID queryId,
    long batchId,
    int attempt,
    TaskStatus status,
    Instant start,
    Instant end,
    Long durationMillis,
    String target,
    TaskResult result,
    String errorClass,
    String error) {}
