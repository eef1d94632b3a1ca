/**
 * A small hand on JDBC: a bounded connection pool, whole transactions that are run again when the
 * database says so, parameters that are always bound, and the list of what H2 and SQL Server do
 * differently. Statements are written by the caller; the placeholders <code>{schema}</code> and
 * <code>{now}</code> are the only text that is ever put into them. What the tables mean does not
 * belong here, and no other database access exists in the program.
 */
package dev.medallion.jdbc;
