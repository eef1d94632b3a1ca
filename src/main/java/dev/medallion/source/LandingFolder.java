package dev.medallion.source;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a landing folder and their way into the archive. Files and folders whose names start
 * with {@code .} or {@code _} belong to whoever is writing them and are not seen.
 *
 * <p>A file is moved in two steps: into a hidden folder of the archive, where it is compared with
 * what was read, then to its place. So a file that arrives under the same name at the last moment
 * is found out and put back, and a process that dies in between leaves a file that {@link #recover}
 * finds.
 */
final class LandingFolder {
  private static final String MOVING = "_moving";
  private static final Comparator<LandedFile> OLDEST_FIRST =
      Comparator.comparingLong(LandedFile::modified).thenComparing(LandedFile::name);

  private final Path folder;
  private final Path archive;
  private final FileSystem files;

  LandingFolder(String folder, String archive, Configuration hadoop) {
    try {
      this.files = new Path(folder).getFileSystem(hadoop);
      this.folder = files.makeQualified(new Path(folder));
      this.archive = files.makeQualified(new Path(archive));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder itself, with its file system. */
  String uri() {
    return folder.toString();
  }

  /** Whether the folder itself is there. */
  boolean exists() {
    return status(folder).isPresent();
  }

  /** All files that are there, oldest first; none while the folder does not exist. */
  List<LandedFile> list() {
    List<LandedFile> found = new ArrayList<>();
    collect(folder, found);
    found.sort(OLDEST_FIRST);
    return found;
  }

  /** The file of that name as it is now. */
  Optional<LandedFile> find(String name) {
    return status(path(name)).map(status -> landed(name, status));
  }

  /** Where a file of that name lies. */
  Path path(String name) {
    return new Path(folder, name);
  }

  /** How a file's move to the archive ended. */
  enum Move {
    /** It lies in the archive under its name. */
    ARCHIVED,
    /** It lies in the archive under another name: one of its name had been there. */
    ARCHIVED_AGAIN,
    /** It is not what was read; it stays in the landing folder. */
    CHANGED,
    /** It is in neither place that this call could move it from. */
    GONE
  }

  /** Moves a file to the archive, provided that it still is what was read. */
  Move archive(LandedFile read) {
    Optional<LandedFile> now = find(read.name());
    if (now.isEmpty()) {
      return Move.GONE;
    }
    if (!now.get().equals(read)) {
      return Move.CHANGED;
    }
    Path moving = moving(read.name());
    if (rename(path(read.name()), moving)) {
      return settle(read, moving);
    }
    if (find(read.name()).isPresent()) {
      throw unmoved(path(read.name()), moving);
    }
    return Move.GONE;
  }

  /** Ends the move of a file that an earlier process left half-way. */
  Optional<Move> recover(LandedFile read) {
    Path moving = moving(read.name());
    return status(moving).map(status -> settle(read, moving));
  }

  /** Removes the hidden folder of moves once nothing is in it. */
  void tidy() {
    try {
      Path moves = new Path(archive, MOVING);
      if (files.exists(moves) && !files.listStatusIterator(moves).hasNext()) {
        files.delete(moves, false);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Move settle(LandedFile read, Path moving) {
    LandedFile moved = landed(read.name(), status(moving).orElseThrow());
    if (moved.size() != read.size() || keepsTimes() && moved.modified() != read.modified()) {
      putBack(read.name(), moving);
      return Move.CHANGED;
    }
    Path place = new Path(archive, read.name());
    Path free = free(place);
    if (!rename(moving, free)) {
      throw unmoved(moving, free);
    }
    return free.equals(place) ? Move.ARCHIVED : Move.ARCHIVED_AGAIN;
  }

  private void putBack(String name, Path moving) {
    Path home = free(path(name));
    if (!rename(moving, home)) {
      throw unmoved(moving, home);
    }
  }

  private static UncheckedIOException unmoved(Path from, Path to) {
    return new UncheckedIOException(
        new IOException(
            "cannot move " + from + " to " + to + "; check the rights on both folders"));
  }

  /** Object stores copy to rename, which makes a new time. */
  private boolean keepsTimes() {
    return List.of("file", "hdfs", "abfs", "abfss", "dbfs").contains(files.getScheme());
  }

  private Path moving(String name) {
    return new Path(new Path(archive, MOVING), name);
  }

  /** The path, or with a number behind it the first that is free. */
  private Path free(Path wanted) {
    Path path = wanted;
    for (int number = 2; status(path).isPresent(); number++) {
      path = wanted.suffix("." + number);
    }
    return path;
  }

  private boolean rename(Path from, Path to) {
    try {
      files.mkdirs(to.getParent());
      return files.rename(from, to);
    } catch (FileNotFoundException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collect(Path below, List<LandedFile> found) {
    try {
      for (FileStatus status : files.listStatus(below, path -> !isHidden(path))) {
        if (status.isFile()) {
          found.add(landed(relative(status.getPath()), status));
        } else if (!status.getPath().equals(archive)) {
          collect(status.getPath(), found);
        }
      }
    } catch (FileNotFoundException e) {
      // The folder is not there yet, or was removed while it was listed: there is nothing in it.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isHidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }

  private String relative(Path path) {
    return folder.toUri().relativize(path.toUri()).getPath();
  }

  private Optional<FileStatus> status(Path path) {
    try {
      return Optional.of(files.getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LandedFile landed(String name, FileStatus status) {
    return new LandedFile(name, status.getLen(), status.getModificationTime());
  }

  @Override
  public String toString() {
    return "landing folder " + folder;
  }
}
