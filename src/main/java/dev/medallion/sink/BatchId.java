package dev.medallion.sink;

import java.util.UUID;

/**
 * The identity of a micro-batch: the same after every crash, another for every checkpoint.
 *
 * @param query the id of the checkpoint's streaming query
 * @param number the number of the batch, from 0
 */
public record BatchId(UUID query, long number) {}
