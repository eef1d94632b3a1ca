/**
 * What a local file system does not do by itself for a lake that lies on it: to let exactly one of
 * two writers give a new file its name. Delta and Spark take these classes by their names, for
 * Delta's log and for streams' checkpoints; no other file system is touched.
 */
package dev.medallion.local;
