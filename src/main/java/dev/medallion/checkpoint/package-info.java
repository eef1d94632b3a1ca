/**
 * Reads the files that Spark keeps of a streaming query: what each batch reads, and which batches
 * are done. Nothing here changes them but a {@link dev.medallion.checkpoint.Renewal}; beside them
 * may lie texts of ours.
 */
package dev.medallion.checkpoint;
