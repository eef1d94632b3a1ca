package dev.medallion.reconcile;

import dev.medallion.delta.LogFolder;
import dev.medallion.delta.LoggedCommit;
import dev.medallion.delta.LoggedFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the log of one table tells, each commit file read once. Old commit files may have been
 * cleaned up, where a checkpoint of the table stands for them; of the files that those had added
 * nothing is known here.
 */
final class TableHistory {
  private static final int MOST_TOLD = 1_000;

  private final LogFolder folder;
  private final NavigableSet<Long> versions;
  private final NavigableSet<Long> holes = new TreeSet<>();
  private final Map<Long, String> damaged = new TreeMap<>();
  private final boolean covered;
  private final Map<String, NavigableMap<Long, List<BatchCommit>>> batches = new HashMap<>();
  private final NavigableMap<Long, List<LoggedFile>> additions = new TreeMap<>();
  private final NavigableSet<Long> rewrites = new TreeSet<>();
  private final NavigableSet<Long> removals = new TreeSet<>();
  private final Map<String, Long> live = new HashMap<>();
  private final List<Doubled> doubled = new ArrayList<>();

  /**
   * A file that is added a second time.
   *
   * @param first the version that added it before
   */
  record Doubled(long version, String file, long first) {}

  private TableHistory(LogFolder folder) {
    this.folder = folder;
    LogFolder.Listing listing = folder.list();
    this.versions = listing.commits();
    this.covered =
        versions.isEmpty()
            || versions.first() == 0
            || listing.checkpoints().ceiling(versions.first() - 1) != null;
    findHoles(listing);
    for (long version : versions) {
      read(version);
    }
  }

  static TableHistory read(LogFolder folder) {
    return new TableHistory(folder);
  }

  private void findHoles(LogFolder.Listing listing) {
    if (versions.isEmpty()) {
      return;
    }
    long last = versions.last();
    last = Math.max(last, listing.checksums().isEmpty() ? 0 : listing.checksums().last());
    last = Math.max(last, listing.checkpoints().isEmpty() ? 0 : listing.checkpoints().last());
    for (long at = covered ? versions.first() : 0; at <= last && holes.size() < MOST_TOLD; at++) {
      if (!versions.contains(at)) {
        holes.add(at);
      }
    }
  }

  private void read(long version) {
    try {
      add(folder.read(version));
    } catch (FileNotFoundException e) {
      holes.add(version);
    } catch (IOException | RuntimeException e) {
      damaged.put(version, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
  }

  private void add(LoggedCommit logged) {
    long version = logged.commit().version();
    logged
        .commit()
        .transactions()
        .forEach(
            (application, batch) ->
                batches
                    .computeIfAbsent(application, any -> new TreeMap<>())
                    .computeIfAbsent(batch, any -> new ArrayList<>())
                    .add(BatchCommit.of(logged)));
    List<LoggedFile> changed = logged.added().stream().filter(LoggedFile::change).toList();
    additions.put(version, changed);
    if (logged.changes()) {
      rewrites.add(version);
    }
    if (!logged.removed().isEmpty()) {
      removals.add(version);
    }
    logged.removed().forEach(live::remove);
    findDoubled(version, changed);
    logged.added().forEach(file -> live.putIfAbsent(file.path(), version));
  }

  private void findDoubled(long version, List<LoggedFile> changed) {
    var seen = new HashSet<String>();
    for (LoggedFile file : changed) {
      if (!seen.add(file.path())) {
        doubled.add(new Doubled(version, file.path(), version));
      } else if (live.containsKey(file.path())) {
        doubled.add(new Doubled(version, file.path(), live.get(file.path())));
      }
    }
  }

  /** Whether the table has any version. */
  boolean exists() {
    return !versions.isEmpty();
  }

  /** Whether the commit of a version was cleaned up, as it may be. */
  boolean isCleaned(long version) {
    return exists() && covered && version < versions.first();
  }

  /**
   * Whether the commit of a batch was cleaned up, as it may be: those of an application are in the
   * order of its batches, so where one is left, all that follow it are.
   */
  boolean isCleaned(String application, long batch) {
    NavigableMap<Long, List<BatchCommit>> left = of(application);
    return isCleaned(0) && (left.isEmpty() || batch < left.firstKey());
  }

  /** Whether the commit of a version is here, can be read, and adds no file a second time. */
  boolean has(long version) {
    return doubled.stream().noneMatch(twice -> twice.version() == version)
        && versions.contains(version)
        && !holes.contains(version)
        && !damaged.containsKey(version);
  }

  /** Versions whose commit file is gone without leave. */
  NavigableSet<Long> holes() {
    return holes;
  }

  /** Versions whose commit file cannot be read, and why. */
  Map<Long, String> damaged() {
    return damaged;
  }

  /** The commits of an application, by its batches. */
  NavigableMap<Long, List<BatchCommit>> of(String application) {
    return batches.getOrDefault(application, new TreeMap<>());
  }

  /** The applications that have commits. */
  Set<String> applications() {
    return Set.copyOf(batches.keySet());
  }

  /** The files that a version brought to one who reads the table as a stream, in order. */
  List<LoggedFile> additions(long version) {
    return additions.getOrDefault(version, List.of());
  }

  /** Whether rows were removed up to a version. */
  boolean wasRewritten(long version) {
    return rewrites.floor(version) != null;
  }

  /** Whether files were removed up to a version, be it that their rows were only moved. */
  boolean wasRearranged(long version) {
    return removals.floor(version) != null;
  }

  List<Doubled> doubled() {
    return doubled;
  }

  /** Files of the newest version that are not there, with the version that added them. */
  Map<String, Long> absent() {
    Map<String, Long> absent = new TreeMap<>();
    folder.absent(live.keySet()).forEach(file -> absent.put(file, live.get(file)));
    return absent;
  }

  /** Where the commit of a version lies, or would. */
  String file(long version) {
    return folder.file(version).toUri().getPath();
  }

  /** The table's folder. */
  @Override
  public String toString() {
    return folder.toString();
  }
}
