/**
 * Reads the commit files of a Delta table's {@code _delta_log} as the <a
 * href="https://github.com/delta-io/delta/blob/master/PROTOCOL.md">Delta protocol</a> writes them:
 * which version a batch became, what it wrote, who wrote it. It starts no Spark job and its work
 * does not grow with the table's history. Nothing here writes to a table, knows of batches' meaning
 * or of tracking.
 */
package dev.medallion.delta;
