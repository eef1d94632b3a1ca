package dev.medallion.pipeline;

import dev.medallion.tracking.TaskResult;
import java.util.Map;

/**
 * What is told of a batch when it has ended well.
 *
 * @param result its counts, as recorded
 * @param lag what was left unread, by part of the source
 * @param nanos how long it took
 */
public record BatchReport(
    String job, long batch, TaskResult result, Map<String, Long> lag, long nanos) {}
