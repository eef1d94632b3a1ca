package dev.medallion.tracking;

import java.time.Instant;

/**
 * A warning or an error on record.
 *
 * @param entity what it is about, or null
 */
public record Notice(
    long runId, Instant time, Level level, EventType type, String entity, String message) {}
