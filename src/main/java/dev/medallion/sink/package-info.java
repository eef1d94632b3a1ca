/**
 * Where a job's rows go. A {@link dev.medallion.sink.Sink} is one record: its settings, read from
 * its own block of the configuration, and how to write a batch so that a batch written twice leaves
 * one copy. Which rows are written and what is recorded about them is decided elsewhere.
 */
package dev.medallion.sink;
