package dev.medallion.pipeline;

import dev.medallion.source.SourceStream.Lag;
import dev.medallion.tracking.TaskResult;

/**
 * What is told of a batch when it has ended well.
 *
 * @param result its counts, as recorded
 * @param lag what was left unread
 * @param nanos how long it took
 */
public record BatchReport(String job, long batch, TaskResult result, Lag lag, long nanos) {}
