/**
 * Proves that checkpoints, Delta logs and the tracking store tell the same story, and rebuilds
 * tracking rows from the other two. The Delta log is the truth on rows, the checkpoint on offsets
 * and on which batches are done; the tracking store reports, and is never taken to set anything
 * else right. Nothing here writes to a table or a checkpoint.
 */
package dev.medallion.reconcile;
