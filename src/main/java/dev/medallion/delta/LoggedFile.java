package dev.medallion.delta;

import java.util.OptionalLong;

/**
 * A data file as a commit names it.
 *
 * @param path as it is written: encoded, below the table's folder or whole
 * @param rows how many it holds, where the commit says so
 * @param modified in milliseconds
 * @param vector the deletion vector that marks some of its rows; empty where none does
 * @param change whether it changes what the table holds; rows that were only moved do not
 */
public record LoggedFile(
    String path, OptionalLong rows, long modified, String vector, boolean change) {}
