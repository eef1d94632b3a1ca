/**
 * What happened, on record: every run of a job, every attempt at a batch, every parameter and every
 * change, in the tables of {@code sql/tracking}; and the lease that lets one process at a time run
 * a job. Nothing here decides which rows are written to a table of the lake, and nothing here knows
 * Spark or Delta: query ids, offsets and counts come from outside as plain values.
 *
 * <p>Every transaction that writes first updates its {@code Job_Lease} row under its fencing
 * number, then {@code Job_Metadata}, then {@code Task_Metadata}, then {@code
 * Process_Parameter_Metadata} and {@code Metadata_Logs}; retention, which needs no lease, locks the
 * run in {@code Job_Metadata} instead and ends with {@code Daily_Volume}. This order is fixed, so
 * transactions of one job wait for each other at the lease and cannot deadlock. A run that lost its
 * lease changes nothing and is told by {@link dev.medallion.tracking.LeaseLost}. A transaction that
 * runs again after a lost answer recognises itself by the uuid of its run or event. All times come
 * from the database's clock.
 */
package dev.medallion.tracking;
