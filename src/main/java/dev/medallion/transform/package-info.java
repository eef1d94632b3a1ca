/**
 * What happens to rows between source and sink: expectations that judge rows, and the job's SQL.
 * Everything here is a column or a dataset built from another, deterministic and lazy; nothing
 * reads a source, writes a table or counts.
 */
package dev.medallion.transform;
