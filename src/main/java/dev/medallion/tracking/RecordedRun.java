package dev.medallion.tracking;

import java.util.UUID;

/**
 * A run as its row and its lease say.
 *
 * @param state DEAD for an open run without a live lease or a living process
 * @param pruned whether its tasks were deleted by {@code prune}, but for the few that it keeps
 * @param drops whether it may have left out duplicates, as far as it still has its options
 */
public record RecordedRun(
    long id, UUID uuid, RunStatus status, RunState state, boolean pruned, boolean drops) {}
