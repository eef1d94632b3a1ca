/**
 * Where a job's rows come from. A {@link dev.medallion.source.Source} is one record: its settings,
 * read from its own block of the configuration, and how to open the stream. Decoding belongs here,
 * since only a source knows what a record of its kind looks like when it is broken. Judging decoded
 * rows, writing them and recording them does not.
 */
package dev.medallion.source;
