package dev.medallion.reconcile;

import dev.medallion.reconcile.Findings.At;
import java.util.Set;

/** Whether a table's log is whole, and the files that it names are there. */
final class TableChecks {
  private final TableHistory table;
  private final Findings findings;

  TableChecks(TableHistory table, Findings findings) {
    this.table = table;
    this.findings = findings;
  }

  /**
   * @param told versions of which it was told already that they are gone
   */
  void check(Set<Long> told) {
    table.holes().stream()
        .filter(version -> !told.contains(version))
        .forEach(
            version ->
                add(
                    "log of " + table,
                    table.file(version) + " is not there",
                    "later versions are",
                    version));
    table
        .damaged()
        .forEach(
            (version, why) ->
                add(
                    "log of " + table,
                    table.file(version) + " cannot be read (" + why + ")",
                    "it is a commit",
                    version));
    for (TableHistory.Doubled twice : table.doubled()) {
      add(
          "file of " + table,
          "version " + twice.version() + " adds " + twice.file(),
          twice.first() == twice.version()
              ? "the same version has it already"
              : "version " + twice.first() + " added it and none removed it",
          twice.version());
    }
    table
        .absent()
        .forEach(
            (file, version) ->
                findings.add(
                    At.NOTHING,
                    "file of " + table,
                    file + " is not there",
                    "version " + version + " added it and none removed it",
                    Findings.LOG,
                    "restore it from a backup"));
  }

  private void add(String what, String found, String against, long version) {
    findings.add(
        At.NOTHING,
        what,
        found,
        against,
        "no other place is right",
        "restore " + table.file(version) + " from a backup");
  }
}
