package dev.medallion.reconcile;

import dev.medallion.delta.LoggedCommit;
import dev.medallion.delta.LoggedFile;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a table's log tells of one batch.
 *
 * @param outputRows by the operation's metrics
 * @param addedRows by the files that were added; empty where that is no matter of adding alone
 * @param signature the writer's own text
 */
record BatchCommit(
    long version, OptionalLong outputRows, OptionalLong addedRows, String signature) {
  static BatchCommit of(LoggedCommit commit) {
    return new BatchCommit(
        commit.commit().version(),
        commit.commit().outputRows(),
        commit.operation().equals("WRITE") ? rows(commit) : OptionalLong.empty(),
        commit.commit().userMetadata());
  }

  /** Of each file once. */
  private static OptionalLong rows(LoggedCommit commit) {
    var files =
        commit.added().stream()
            .collect(Collectors.toMap(LoggedFile::path, Function.identity(), (one, same) -> one));
    return files.values().stream().allMatch(file -> file.rows().isPresent())
        ? OptionalLong.of(files.values().stream().mapToLong(file -> file.rows().getAsLong()).sum())
        : OptionalLong.empty();
  }
}
