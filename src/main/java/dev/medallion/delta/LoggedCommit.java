package dev.medallion.delta;

import java.util.List;

/**
 * A commit with all that it did to the table's files.
 *
 * @param operation Delta's word for what was done, such as {@code WRITE}
 * @param added in the order of the commit
 * @param removed paths
 * @param changes whether it removed rows, rather than moved them
 */
public record LoggedCommit(
    Commit commit,
    String operation,
    List<LoggedFile> added,
    List<String> removed,
    boolean changes) {}
