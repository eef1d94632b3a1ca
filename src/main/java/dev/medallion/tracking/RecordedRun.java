package dev.medallion.tracking;

import java.util.UUID;

/**
 * A run as its row and its lease say.
 *
 * @param state DEAD for an open run without a live lease or a living process
 */
public record RecordedRun(long id, UUID uuid, RunStatus status, RunState state) {}
